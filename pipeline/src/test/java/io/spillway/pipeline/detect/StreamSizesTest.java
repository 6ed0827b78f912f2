package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.detect.Unpacked.AtLeast;
import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Estimated;
import io.spillway.pipeline.detect.Unpacked.Exact;
import io.spillway.pipeline.detect.Unpacked.Plain;
import io.spillway.pipeline.stage.ContentType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StreamSizesTest {

    /** 900 bytes, as xz 5.8 writes them. */
    private static final byte[] XZ =
            hex(
                    "fd377a585a000004e6d6b4460200210116000000742fe5a3e0038300155d0039"
                            + "9c09566df56d9d3e057806e7ff1ffaabd974000000000000f8a4b5192e42a0cc"
                            + "00013184070000003e2ec2d5b1c467fb020000000004595a");

    /** 900 bytes, as zstd 1.5 writes a file. */
    private static final byte[] ZSTD =
            hex("28b52ffd648402850000487370696c6c7761790a010078599523e77ccdd5");

    /** 900 bytes, as zstd 1.5 writes a stream: without the size. */
    private static final byte[] ZSTD_STREAMED =
            hex("28b52ffd0458850000487370696c6c7761790a010078599523e77ccdd5");

    private static final byte[] BZIP2 =
            hex(
                    "425a6839314159265359714e05eb00015dc1800010202448a02000508604052a"
                            + "8665348b48b08ba45845a45845e916917e2ee48a70a120e29c0bd6");

    @ParameterizedTest
    @EnumSource(
            value = ContentType.class,
            names = {"ZIP", "GZIP", "BZIP2", "XZ", "ZSTD", "TAR", "SEVENZIP"},
            mode = EnumSource.Mode.EXCLUDE)
    void takesWhatIsNotPackedAsItIs(ContentType type) throws IOException {
        assertThat(UnpackedSizes.of(type, 123, Bytes.reader(new byte[0])))
                .isEqualTo(new Plain(123));
    }

    @Test
    void takesATarForItsOwnSize() throws IOException {
        assertThat(UnpackedSizes.of(ContentType.TAR, 10_240, Bytes.reader(new byte[0])))
                .isEqualTo(
                        new Estimated(
                                10_240, "the size of the tar, which holds its files as they are"));
    }

    @Test
    void believesTheTrailerOfAGzipWhereNothingElseFits() throws IOException {
        assertThat(unpacked(ContentType.GZIP, gzip(text(900))))
                .isEqualTo(new Exact(900, 1, "as its gzip trailer says"));
        assertThat(unpacked(ContentType.GZIP, gzip(new byte[0])))
                .isEqualTo(new Exact(0, 1, "as its gzip trailer says"));
        assertThat(unpacked(ContentType.GZIP, gzip(new byte[1_000_000])))
                .isEqualTo(new Exact(1_000_000, 1, "as its gzip trailer says"));
        assertThat(unpacked(ContentType.GZIP, gzip(noise(1_000_000))))
                .isEqualTo(new Exact(1_000_000, 1, "as its gzip trailer says"));
    }

    @Test
    void samplesAGzipWhoseTrailerIsSmallerThanItself() throws IOException {
        var member = gzip(noise(200_000));
        var several = new Bytes().raw(member).raw(member).raw(member).raw(gzip(text(10))).toArray();

        assertThat(unpacked(ContentType.GZIP, several))
                .isInstanceOfSatisfying(
                        Estimated.class,
                        estimate -> {
                            assertThat(estimate.bytes()).isBetween(590_000L, 610_000L);
                            assertThat(estimate.how())
                                    .isEqualTo(
                                            "by the ratio of its first bytes, since its gzip trailer says 10 bytes, which can't be all");
                        });
    }

    @Test
    void seesThatAGzipHasSeveralMembers() throws IOException {
        var member = gzip(noise(60_000));
        var blocks = new Bytes();
        for (var i = 0; i < 100; i++) {
            blocks.raw(member);
        }
        blocks.raw(gzip(new byte[0]));

        assertThat(unpacked(ContentType.GZIP, blocks.toArray()))
                .isInstanceOfSatisfying(
                        Estimated.class,
                        estimate -> {
                            assertThat(estimate.bytes()).isBetween(5_900_000L, 6_100_000L);
                            assertThat(estimate.how())
                                    .isEqualTo(
                                            "by the ratio of its first bytes, since it has several gzip members");
                        });
    }

    /** The trailer counts modulo 4 GiB; the ratio of the sample tells how often it wrapped. */
    @ParameterizedTest
    @CsvSource({"6000000000, 20000000", "4294967296, 14000000"})
    void unwrapsTheTrailerOfALargeGzip(long unpacked, long packed) throws IOException {
        var start = gzip(lines());
        var trailer = new Bytes().ints(0, unpacked & 0xFFFFFFFFL).toArray();
        RangeReader reader =
                (offset, length) ->
                        offset == 0
                                ? Arrays.copyOf(start, length)
                                : Arrays.copyOfRange(trailer, 8 - length, 8);
        var ratio = (double) unpacked / packed;
        assertThat(ratio).isBetween(290.0, 310.0);

        assertThat(UnpackedSizes.of(ContentType.GZIP, packed, reader))
                .isEqualTo(
                        new Estimated(
                                unpacked,
                                "as its gzip trailer, which counts modulo 4 GiB, and the ratio of its first bytes say"));
    }

    @Test
    void guessesAGzipThatTellsNothing() throws IOException {
        var file = new byte[1_000_000];
        Arrays.fill(file, (byte) 0xFF);
        System.arraycopy(hex("1f8b0800000000000003"), 0, file, 0, 10);
        Arrays.fill(file, file.length - 4, file.length, (byte) 0);

        assertThat(unpacked(ContentType.GZIP, file))
                .isEqualTo(
                        new Estimated(
                                10_000_000,
                                "10 times its size as a guess, since its gzip trailer says 0 bytes, which can't be all"));
    }

    @Test
    void readsAGzipHeaderWithAllItsFields() throws IOException {
        var member = gzip(noise(60_000));
        var file =
                new Bytes()
                        .hex("1f8b081e00000000ff03")
                        .shorts(4)
                        .zeros(4)
                        .raw("name\0comment\0".getBytes(UTF_8))
                        .shorts(0)
                        .raw(Arrays.copyOfRange(member, 10, member.length))
                        .raw(gzip(new byte[0]))
                        .raw(gzip(new byte[0]))
                        .toArray();

        assertThat(unpacked(ContentType.GZIP, file))
                .isInstanceOfSatisfying(Exact.class, exact -> assertThat(exact.bytes()).isZero());
    }

    @Test
    void refusesAGzipThatIsTooShort() throws IOException {
        assertThat(unpacked(ContentType.GZIP, Arrays.copyOf(gzip(text(900)), 19)))
                .isEqualTo(
                        new Broken(
                                "its 19 bytes are fewer than the 20 of an empty gzip, so it was cut short. Upload it again."));
    }

    @Test
    void guessesABzip2() throws IOException {
        assertThat(unpacked(ContentType.BZIP2, BZIP2))
                .isEqualTo(
                        new Estimated(
                                18L * BZIP2.length,
                                "18 times its size as a guess, since a bzip2 doesn't record it"));
        assertThat(unpacked(ContentType.BZIP2, hex("425a683917724538509000000000")))
                .isEqualTo(new Exact(0, 1, "as a bzip2 of 14 bytes holds no block"));
        assertThat(unpacked(ContentType.BZIP2, hex("425a6839177245385090000000")))
                .isInstanceOf(Broken.class);
    }

    @Test
    void guessesA7z() throws IOException {
        assertThat(UnpackedSizes.of(ContentType.SEVENZIP, 100, Bytes.reader(new byte[0])))
                .isEqualTo(
                        new Estimated(
                                1600,
                                "16 times its size as a guess, since a 7z keeps its sizes in a compressed header"));
    }

    @Test
    void readsTheIndexOfAnXz() throws IOException {
        assertThat(unpacked(ContentType.XZ, XZ))
                .isEqualTo(new Exact(900, 1, "as its xz index says"));
    }

    @Test
    void addsUpTheStreamsOfAnXzBehindTheirPadding() throws IOException {
        var file = new Bytes().raw(XZ).zeros(8).raw(XZ).zeros(4).toArray();

        assertThat(unpacked(ContentType.XZ, file))
                .isEqualTo(new Exact(1800, 1, "as its xz index says"));
    }

    @Test
    void readsNoMoreThan16StreamsOfAnXz() throws IOException {
        var file = new Bytes();
        for (var i = 0; i < 17; i++) {
            file.raw(XZ);
        }

        assertThat(unpacked(ContentType.XZ, file.toArray()))
                .isEqualTo(new AtLeast(16 * 900, "as the indexes of its last 16 xz streams say"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|the mark YZ isn't at its end, byte 87",
                "40|the mark YZ isn't at its end, byte 48",
                "60|its 28 bytes are fewer than the 32 of an empty xz"
            })
    void saysThatAnXzWasCutShort(int missing, String problem) throws IOException {
        assertThat(unpacked(ContentType.XZ, Arrays.copyOf(XZ, XZ.length - missing)))
                .isEqualTo(
                        new Broken(
                                problem + ": the xz was cut short or damaged. Upload it again."));
    }

    @Test
    void checksTheIndexOfAnXz() throws IOException {
        var damaged = XZ.clone();
        damaged[66]++;

        assertThat(unpacked(ContentType.XZ, damaged))
                .isEqualTo(
                        new Broken(
                                "the checksum of its index doesn't fit: the xz was cut short or damaged. Upload it again."));
    }

    @Test
    void readsTheHeaderOfAZstd() throws IOException {
        assertThat(unpacked(ContentType.ZSTD, ZSTD))
                .isEqualTo(new Exact(900, 1, "as its zstd frame header says"));
    }

    @Test
    void guessesAZstdThatWasStreamed() throws IOException {
        assertThat(unpacked(ContentType.ZSTD, ZSTD_STREAMED))
                .isEqualTo(
                        new Estimated(
                                8L * ZSTD_STREAMED.length,
                                "8 times its size as a guess, since its zstd frame header doesn't record it"));
    }

    @Test
    void addsUpTheFramesOfAZstdAndSkipsWhatIsToBeSkipped() throws IOException {
        var skipped = new Bytes().ints(0x184D2A50, 4).zeros(4).toArray();
        var file = new Bytes().raw(skipped).raw(ZSTD).raw(ZSTD).raw(skipped).toArray();

        assertThat(unpacked(ContentType.ZSTD, file))
                .isEqualTo(new Exact(1800, 1, "as its 2 zstd frame headers say"));
    }

    @Test
    void knowsThatALargeZstdHasMoreFramesThanItReads() throws IOException {
        var file = new Bytes();
        for (var i = 0; i < 20_000; i++) {
            file.raw(ZSTD);
        }

        assertThat(unpacked(ContentType.ZSTD, file.toArray()))
                .isInstanceOfSatisfying(
                        AtLeast.class,
                        least -> assertThat(least.bytes()).isBetween(7_800_000L, 7_900_000L));
    }

    @Test
    void refusesAZstdThatEndsWithinAFrame() throws IOException {
        assertThat(unpacked(ContentType.ZSTD, Arrays.copyOf(ZSTD, ZSTD.length - 1)))
                .isEqualTo(
                        new Broken(
                                "its 29 bytes end within a frame: the zstd was cut short or damaged. Upload it again."));
        assertThat(unpacked(ContentType.ZSTD, new Bytes().raw(ZSTD).zeros(9).toArray()))
                .isEqualTo(
                        new Broken(
                                "no zstd frame starts at byte 30: the zstd was cut short or damaged. Upload it again."));
        assertThat(unpacked(ContentType.ZSTD, new Bytes().raw(ZSTD).zeros(3).toArray()))
                .isEqualTo(
                        new Broken(
                                "its last 3 bytes are no zstd frame: the zstd was cut short or damaged. Upload it again."));
    }

    @ParameterizedTest
    @CsvSource({"ffffffffffffffff, 9223372036854775807", "0000001000000000, 268435456"})
    void refusesAZstdThatClaimsTheImpossible(String size, long claimed) throws IOException {
        var file = new Bytes().hex("28b52ffde0").hex(size).zeros(20).toArray();

        assertThat(unpacked(ContentType.ZSTD, file))
                .isEqualTo(
                        new Broken(
                                "a frame header claims %d bytes from 33, which zstd can't do: the zstd was cut short or damaged. Upload it again."
                                        .formatted(claimed)));
    }

    private static Unpacked unpacked(ContentType type, byte[] file) throws IOException {
        return UnpackedSizes.of(type, file.length, Bytes.reader(file));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    /** Packs 300 times smaller. */
    private static byte[] lines() {
        return "2012-01-01,0.0,12.8,5.0,4.7,drizzle\n".repeat(2_000_000).getBytes(UTF_8);
    }

    private static byte[] text(int length) {
        return "spillway\n".repeat(length / 9 + 1).substring(0, length).getBytes(UTF_8);
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
