package io.spillway.stages;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a zip's entry, refused as soon as there are more than its directory records: who
 * lies there may have gigabytes to follow.
 */
final class RecordedSize extends FilterInputStream {

    private final String name;
    private final long recorded;
    private long read;

    RecordedSize(InputStream in, String name, long recorded) {
        super(in);
        this.name = name;
        this.recorded = recorded;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = in.read(buffer, offset, length);
        read += Math.max(0, count);
        if (read > recorded) {
            throw EntryNames.refused(
                    name,
                    "unpacks to %d bytes or more where %d bytes are recorded"
                            .formatted(read, recorded));
        }
        return count;
    }
}
