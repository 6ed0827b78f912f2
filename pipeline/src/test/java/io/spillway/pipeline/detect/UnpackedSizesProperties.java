package io.spillway.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.ContentType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever the bytes are, there is an answer, soon and in little memory. */
class UnpackedSizesProperties {

    @Property(tries = 3000)
    void answersOnRandomBytes(
            @ForAll("types") ContentType type, @ForAll byte[] bytes, @ForAll("files") byte[] start)
            throws IOException {
        var file = new Bytes().raw(start).raw(bytes).raw(start).toArray();

        answers(type, file);
    }

    @Property(tries = 6000)
    void answersOnDamagedFiles(
            @ForAll("types") ContentType type,
            @ForAll("files") byte[] whole,
            @ForAll @IntRange(min = 0, max = 12) int changes,
            @ForAll long seed)
            throws IOException {
        var random = new Random(seed);
        var file = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 4 + 1));
        for (var i = 0; i < changes; i++) {
            file[random.nextInt(file.length)] = hostile(random);
        }

        answers(type, file);
    }

    /** A sparse file of any size, so that offsets overflow whatever can overflow. */
    @Property(tries = 2000)
    void answersOnFilesOfAnySize(
            @ForAll("types") ContentType type,
            @ForAll("files") byte[] content,
            @ForAll @LongRange(min = 0) long size)
            throws IOException {
        RangeReader reader =
                (offset, length) -> {
                    var bytes = new byte[length];
                    for (var i = 0; i < length; i++) {
                        var at = offset + i;
                        var fromEnd = size - at;
                        if (at < content.length) {
                            bytes[i] = content[(int) at];
                        } else if (fromEnd <= content.length) {
                            bytes[i] = content[content.length - (int) fromEnd];
                        }
                    }
                    return bytes;
                };

        checkAnswer(type, size, reader);
    }

    @Property
    void passesTheReadersFailureOn(@ForAll("types") ContentType type) {
        var failure = new IOException("Lost the connection.");
        RangeReader reader =
                (_, _) -> {
                    throw failure;
                };

        assertThatThrownBy(() -> UnpackedSizes.of(type, 1000, reader)).isSameAs(failure);
    }

    @Property(tries = 2000)
    void detectsSomethingInAnyBytes(@ForAll byte[] head, @ForAll String key) {
        assertThat(ContentDetector.detect(key, head, head.length).type()).isNotNull();
    }

    @Provide
    Arbitrary<ContentType> types() {
        return Arbitraries.of(ContentType.ZIP, ContentType.GZIP, ContentType.XZ, ContentType.ZSTD);
    }

    @Provide
    Arbitrary<byte[]> files() {
        var hex = HexFormat.of();
        return Arbitraries.of(
                Zips.of(1000, 0, 20),
                Zips.withComment("comment", 5),
                Zips.file(100, 2, zip64Entries()),
                hex.parseHex("1f8b080000000000000003000000000000000000"),
                hex.parseHex(
                        "fd377a585a000004e6d6b4460200210116000000742fe5a3e0038300155d0039"
                                + "9c09566df56d9d3e057806e7ff1ffaabd974000000000000f8a4b5192e42a0cc"
                                + "00013184070000003e2ec2d5b1c467fb020000000004595a"),
                hex.parseHex("28b52ffd648402850000487370696c6c7761790a010078599523e77ccdd5"));
    }

    private static byte[] zip64Entries() {
        var extra = new Bytes().shorts(1, 16).longs(20, 10).toArray();
        var entry = Zips.entry("a", 0, 8, 0xFFFFFFFFL, 0xFFFFFFFFL, extra);
        return new Bytes().raw(entry).raw(entry).toArray();
    }

    private static byte hostile(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> (byte) 0xFF;
            case 1 -> 0x7F;
            case 2 -> 0;
            default -> (byte) random.nextInt();
        };
    }

    private static void answers(ContentType type, byte[] file) throws IOException {
        checkAnswer(type, file.length, Bytes.reader(file));
    }

    private static void checkAnswer(ContentType type, long size, RangeReader reader)
            throws IOException {
        var read = new long[2];
        RangeReader counted =
                (offset, length) -> {
                    assertThat(offset).isNotNegative();
                    assertThat(length).isBetween(1, 4 << 20);
                    assertThat(offset).isLessThanOrEqualTo(size - length);
                    read[0] += length;
                    read[1]++;
                    return reader.read(offset, length);
                };

        var answer = UnpackedSizes.of(type, size, counted);

        assertThat(read[0]).isLessThanOrEqualTo((16 << 20) + (128 << 10));
        assertThat(read[1]).isLessThanOrEqualTo(UnpackedSizes.MAX_READS);
        assertThat(bytes(answer)).isNotNegative();
    }

    private static long bytes(Unpacked answer) {
        return switch (answer) {
            case Unpacked.Plain(var bytes) -> bytes;
            case Unpacked.Exact(var bytes, var entries, var how) ->
                    how.isEmpty() || entries < 0 ? -1 : bytes;
            case Unpacked.AtLeast(var bytes, var how) -> how.isEmpty() ? -1 : bytes;
            case Unpacked.Estimated(var bytes, var how) -> how.isEmpty() ? -1 : bytes;
            case Unpacked.Broken(var reason) -> reason.endsWith(".") ? 0 : -1;
        };
    }
}
