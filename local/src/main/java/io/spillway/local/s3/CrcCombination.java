package io.spillway.local.s3;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The CRC of two pieces one after the other, from the CRC of each.
 *
 * <p>Appending n zero bytes is a linear map of the CRC's bits, so it is done by a matrix over bits,
 * squared once for every bit of n.
 */
final class CrcCombination {

    private CrcCombination() {}

    /**
     * @param polynomial reflected
     * @param width in bits
     */
    static byte[] combine(
            long polynomial, int width, byte[] first, byte[] second, long secondBytes) {
        var matrix = oneZeroByte(polynomial, width);
        long crc = toLong(first);
        for (long rest = secondBytes; rest > 0; rest >>>= 1) {
            if ((rest & 1) == 1) {
                crc = times(matrix, crc);
            }
            matrix = square(matrix);
        }
        return toBytes(crc ^ toLong(second), width);
    }

    /** Column i is where bit i goes when eight zero bits follow. */
    private static long[] oneZeroByte(long polynomial, int width) {
        var matrix = new long[width];
        for (int column = 0; column < width; column++) {
            long crc = 1L << column;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : polynomial);
            }
            matrix[column] = crc;
        }
        return matrix;
    }

    private static long times(long[] matrix, long vector) {
        long product = 0;
        for (int column = 0; column < matrix.length; column++) {
            if ((vector >>> column & 1) == 1) {
                product ^= matrix[column];
            }
        }
        return product;
    }

    private static long[] square(long[] matrix) {
        return Arrays.stream(matrix).map(column -> times(matrix, column)).toArray();
    }

    private static long toLong(byte[] bigEndian) {
        long value = 0;
        for (byte b : bigEndian) {
            value = value << 8 | b & 0xFF;
        }
        return value;
    }

    private static byte[] toBytes(long value, int width) {
        var whole = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return Arrays.copyOfRange(whole, Long.BYTES - width / 8, Long.BYTES);
    }
}
