package io.spillway.pipeline.detect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** Files made byte by byte, for tests, and how they are read. */
final class Bytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bytes shorts(int... values) {
        var buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(value -> buffer.putShort((short) value));
        bytes.writeBytes(buffer.array());
        return this;
    }

    Bytes ints(long... values) {
        var buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(value -> buffer.putInt((int) value));
        bytes.writeBytes(buffer.array());
        return this;
    }

    Bytes longs(long... values) {
        var buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(buffer::putLong);
        bytes.writeBytes(buffer.array());
        return this;
    }

    Bytes raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    Bytes hex(String more) {
        return raw(HexFormat.of().parseHex(more));
    }

    Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    /** Reads ranges of an array; one that reaches beyond it is the caller's mistake. */
    static RangeReader reader(byte[] file) {
        return (offset, length) -> {
            if (offset < 0 || length < 1 || length > 4 << 20 || offset + length > file.length) {
                throw new AssertionError(
                        "A read of %d bytes at %d of %d.".formatted(length, offset, file.length));
            }
            return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
        };
    }
}
