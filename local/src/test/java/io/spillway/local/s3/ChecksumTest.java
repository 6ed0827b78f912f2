package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {

    private static byte[] of(ChecksumAlgorithm algorithm, byte[] bytes) {
        var hasher = algorithm.hasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.value();
    }

    /** Source: the CRC catalogue's check values; RFC 3174 and FIPS 180-4 for the digests. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void knowsTheKnownValues(ChecksumAlgorithm algorithm, String expected) {
        var value = of(algorithm, "123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void doesNotDependOnHowBytesArrive(ChecksumAlgorithm algorithm) {
        var bytes = S3Contract.bytes(1_000);
        var pieces = algorithm.hasher();
        for (int at = 0, size = 1; at < bytes.length; at += size, size++) {
            size = Math.min(size, bytes.length - at);
            pieces.update(bytes, at, size);
        }

        assertThat(pieces.value()).isEqualTo(of(algorithm, bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 255, 4_096, 70_001})
    void combinesTheChecksumsOfPieces(int secondSize) {
        var bytes = S3Contract.bytes(1_000 + secondSize);
        var first = Arrays.copyOf(bytes, 1_000);
        var second = Arrays.copyOfRange(bytes, 1_000, bytes.length);

        for (var algorithm : ChecksumAlgorithm.values()) {
            if (algorithm.isLinear()) {
                assertThat(
                                algorithm.combine(
                                        of(algorithm, first), of(algorithm, second), secondSize))
                        .as(algorithm.name())
                        .isEqualTo(of(algorithm, bytes));
            }
        }
    }

    @Test
    void combinesAcrossManyGigabytes() {
        var zeros = new byte[1 << 20];
        var algorithm = ChecksumAlgorithm.CRC64NVME;
        var mebibyte = of(algorithm, zeros);
        var twice = algorithm.combine(mebibyte, mebibyte, zeros.length);
        var doubled = algorithm.hasher();
        doubled.update(zeros, 0, zeros.length);
        doubled.update(zeros, 0, zeros.length);

        assertThat(twice).isEqualTo(doubled.value());
        assertThat(algorithm.combine(mebibyte, mebibyte, 50L << 40)).hasSize(8);
    }
}
