package io.spillway.local.s3;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME: reflected, all ones before and after. Source: NVM Express NVM Command Set
 * Specification, "64b CRC".
 */
final class Crc64Nvme implements Checksum {

    /** 0xAD93D23594C93659, its bits in reverse. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int SLICES = 8;
    private static final long[][] TABLE = table();

    private long state = -1;

    private static long[][] table() {
        var table = new long[SLICES][256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
            table[0][b] = crc;
        }
        for (int slice = 1; slice < SLICES; slice++) {
            for (int b = 0; b < 256; b++) {
                long before = table[slice - 1][b];
                table[slice][b] = before >>> 8 ^ table[0][(int) before & 0xFF];
            }
        }
        return table;
    }

    @Override
    public void update(int b) {
        state = state >>> 8 ^ TABLE[0][(int) (state ^ b) & 0xFF];
    }

    /** Eight bytes at a time, each through a table of its own. */
    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (; end - at >= SLICES; at += SLICES) {
            long crc = 0;
            for (int i = 0; i < SLICES; i++) {
                int index = (int) (state >>> 8 * i ^ bytes[at + i]) & 0xFF;
                crc ^= TABLE[SLICES - 1 - i][index];
            }
            state = crc;
        }
        while (at < end) {
            update(bytes[at++]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
