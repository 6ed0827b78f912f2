package io.spillway.pipeline.detect;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The ranged reads of one question: within the object, whole, and no more than allowed. */
final class Ranges {

    private final RangeReader reader;
    private final long size;
    private int reads;

    Ranges(RangeReader reader, long size) {
        this.reader = reader;
        this.size = size;
    }

    /** Of the whole object, in bytes. */
    long size() {
        return size;
    }

    /** Whether another read is allowed. */
    boolean mayRead() {
        return reads < UnpackedSizes.MAX_READS;
    }

    /** The first bytes, {@code most} of them or as many as there are, little-endian. */
    ByteBuffer head(int most) throws IOException {
        return read(0, (int) Math.min(most, size));
    }

    /** The last bytes, {@code most} of them or as many as there are, little-endian. */
    ByteBuffer tail(int most) throws IOException {
        var length = (int) Math.min(most, size);
        return read(size - length, length);
    }

    /** Exactly these bytes, which must lie within the object, little-endian. */
    ByteBuffer read(long offset, int length) throws IOException {
        reads++;
        var bytes = length == 0 ? new byte[0] : reader.read(offset, length);
        if (bytes.length != length) {
            throw new EOFException(
                    "A read of %d bytes at %d of %d gave %d bytes."
                            .formatted(length, offset, size, bytes.length));
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
