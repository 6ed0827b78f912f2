package io.spillway.local.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Checksum;

/** A running checksum. */
interface Hasher {

    void update(byte[] bytes, int offset, int length);

    /** The checksum, big-endian; the last call. */
    byte[] value();

    static Hasher of(MessageDigest digest) {
        return new Hasher() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    /**
     * @param width of the checksum, in bytes
     */
    static Hasher of(Checksum checksum, int width) {
        return new Hasher() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                var whole = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
                return Arrays.copyOfRange(whole, Long.BYTES - width, Long.BYTES);
            }
        };
    }
}
