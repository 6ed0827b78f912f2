package io.spillway.local.scale;

import java.io.InputStream;

/** A range of an upload's bytes, made when they are read. */
final class MadeUpBytes extends InputStream {

    private final Uploads uploads;
    private final Upload upload;
    private final long end;
    private long next;

    MadeUpBytes(Uploads uploads, Upload upload, long offset, long end) {
        this.uploads = uploads;
        this.upload = upload;
        this.next = offset;
        this.end = end;
    }

    @Override
    public int read() {
        return next == end ? -1 : Byte.toUnsignedInt(uploads.byteAt(upload, next++));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (next == end && length > 0) {
            return -1;
        }
        var count = (int) Math.min(length, end - next);
        for (var i = 0; i < count; i++) {
            bytes[offset + i] = uploads.byteAt(upload, next + i);
        }
        next += count;
        return count;
    }
}
