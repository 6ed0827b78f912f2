package io.spillway.local.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Takes lines as bytes from a stream, a block at a time. */
final class LineReader {

    private static final int BLOCK_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int at;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; null at the end of the stream and for a line without end. */
    byte[] next() throws IOException {
        var line = new ByteArrayOutputStream(512);
        while (true) {
            int start = at;
            while (at < end && block[at] != '\n') {
                at++;
            }
            line.write(block, start, at - start);
            if (at < end) {
                at++;
                return line.toByteArray();
            }
            at = 0;
            end = Math.max(0, in.read(block));
            if (end == 0) {
                return null;
            }
        }
    }
}
