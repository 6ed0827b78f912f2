package io.spillway.local.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The additional checksums that S3 keeps of objects. Source: Amazon S3 User Guide, "Checking object
 * integrity".
 */
enum ChecksumAlgorithm {
    CRC32(0xEDB88320L, 32),
    CRC32C(0x82F63B78L, 32),
    CRC64NVME(Crc64Nvme.POLYNOMIAL, 64),
    SHA1(0, 0),
    SHA256(0, 0);

    private final long polynomial;
    private final int width;

    ChecksumAlgorithm(long polynomial, int width) {
        this.polynomial = polynomial;
        this.width = width;
    }

    /** {@code x-amz-checksum-crc32} and so on. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase();
    }

    /** {@code ChecksumCRC32} and so on. */
    String element() {
        return "Checksum" + name();
    }

    /** Whether the checksum of a whole can be had from those of its parts. */
    boolean isLinear() {
        return width > 0;
    }

    Hasher hasher() {
        return switch (this) {
            case CRC32 -> Hasher.of(new CRC32(), 4);
            case CRC32C -> Hasher.of(new CRC32C(), 4);
            case CRC64NVME -> Hasher.of(new Crc64Nvme(), 8);
            case SHA1 -> Hasher.of(digest("SHA-1"));
            case SHA256 -> Hasher.of(digest("SHA-256"));
        };
    }

    /** The checksum of two pieces one after the other, from that of each. */
    byte[] combine(byte[] first, byte[] second, long secondBytes) {
        if (!isLinear()) {
            throw new IllegalStateException(this + " can't be combined.");
        }
        return CrcCombination.combine(polynomial, width, first, second, secondBytes);
    }

    /**
     * @throws S3Error if S3 knows no such algorithm, or this stand-in doesn't compute it
     */
    static ChecksumAlgorithm of(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> S3Error.notImplemented("Checksum algorithm " + name));
    }

    static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.header().equalsIgnoreCase(header))
                .findFirst();
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + name + ".", e);
        }
    }
}
