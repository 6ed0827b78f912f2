package io.spillway.stages;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A tar's bytes on their way to the library, watched where it reads headers.
 *
 * <p>The library keeps long names and extended headers in memory however long they say they are,
 * and takes a tar that was cut between two entries for a whole one. Here a header has a limit, and
 * the end needs the block of zeros that every tar ends with.
 */
final class TarInput extends InputStream {

    /** Most bytes of one entry's headers: names are at most 1,024 bytes long in a key. */
    private static final int MAX_HEADER = 1 << 20;

    private static final int RECORD = 512;

    private final InputStream in;
    private long position;
    private boolean inHeader;
    private int headerBytes;
    private int zeros;
    private boolean ended;

    TarInput(InputStream in) {
        this.in = in;
    }

    void startHeader() {
        inHeader = true;
        headerBytes = 0;
        zeros = 0;
        ended = false;
    }

    void startContent() {
        inHeader = false;
    }

    /** Fails unless a record of zeros, and nothing but zeros behind it, was read as a header. */
    TarInput checkEnd() throws EOFException {
        if (!ended || zeros < RECORD) {
            throw new EOFException("the tar has no end mark");
        }
        return this;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = in.read(buffer, offset, length);
        if (inHeader && count > 0) {
            watch(buffer, offset, count);
        }
        position += Math.max(0, count);
        return count;
    }

    private void watch(byte[] buffer, int offset, int count) throws IOException {
        headerBytes += count;
        if (headerBytes > MAX_HEADER) {
            throw new IOException("an entry of the tar has a header of more than 1 MiB");
        }
        for (var i = 0; i < count; i++) {
            zeros = buffer[offset + i] == 0 ? zeros + 1 : 0;
            // The padding of a file may come before: only whole records count.
            ended |= zeros >= RECORD && (position + i + 1) % RECORD == 0;
        }
    }
}
