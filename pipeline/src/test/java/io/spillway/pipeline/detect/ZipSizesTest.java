package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.detect.Unpacked.AtLeast;
import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Exact;
import io.spillway.pipeline.stage.ContentType;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipSizesTest {

    private static final byte[] NO_EXTRA = {};

    @Test
    void addsUpTheCentralDirectory() throws IOException {
        assertThat(unpacked(Zips.of(1000, 2000)))
                .isEqualTo(new Exact(3000, 2, "as its central directory of 2 entries says"));
        assertThat(unpacked(Zips.of(0)))
                .isEqualTo(new Exact(0, 1, "as its central directory of 1 entry says"));
    }

    @Test
    void notesAnUnlikelyRatio() throws IOException {
        var zip = Zips.of(10_000_000);

        assertThat(unpacked(zip))
                .isEqualTo(
                        new Exact(
                                10_000_000,
                                1,
                                "as its central directory of 1 entry says, %d times its size"
                                        .formatted(10_000_000 / zip.length)));
    }

    @Test
    void findsTheEndBehindAComment() throws IOException {
        assertThat(unpacked(Zips.withComment("x".repeat(0xFFFF), 1000)))
                .isEqualTo(new Exact(1000, 1, "as its central directory of 1 entry says"));
    }

    @Test
    void refusesAnEndRecordInTheCommentThatPointsElsewhere() throws IOException {
        var fake = new String(Zips.end(0, 0, 0x0101), ISO_8859_1);
        var zip = Zips.withComment(fake + "!", 1000);

        assertThat(unpacked(zip))
                .isEqualTo(
                        new Broken(
                                "its end record at byte %d announces a directory of 0 bytes at byte 257: the zip was cut short or damaged. Upload it again."
                                        .formatted(zip.length - 23)));
    }

    @Test
    void forgivesAFewBytesBehindTheEnd() throws IOException {
        assertThat(unpacked(new Bytes().raw(Zips.of(1000)).zeros(100).toArray()))
                .isEqualTo(new Exact(1000, 1, "as its central directory of 1 entry says"));
    }

    @Test
    void readsAZipBehindAProgram() throws IOException {
        assertThat(unpacked(new Bytes().zeros(5000).raw(Zips.of(1000)).toArray()))
                .isEqualTo(new Exact(1000, 1, "as its central directory of 1 entry says"));
    }

    @Test
    void takesAnEmptyZipForWhatItIs() throws IOException {
        assertThat(unpacked(Zips.of()))
                .isEqualTo(new Exact(0, 0, "as its central directory of 0 entries says"));
    }

    @Test
    void readsSizesOfMoreThan4GiB() throws IOException {
        var extra =
                new Bytes()
                        .shorts(0x5455, 5)
                        .zeros(5)
                        .shorts(1, 16)
                        .longs(6L << 30, 7L << 20)
                        .toArray();
        var directory = Zips.entry("a", 0, 8, 0xFFFFFFFFL, 0xFFFFFFFFL, extra);

        assertThat(unpacked(Zips.file(8 << 20, 1, directory)))
                .isEqualTo(
                        new Exact(
                                6L << 30,
                                1,
                                "as its central directory of 1 entry says, 767 times its size"));
    }

    @Test
    void readsAZip64EndRecord() throws IOException {
        var directory = Zips.entry("a", 0, 0, 10, 10, NO_EXTRA);
        var zip64 =
                new Bytes()
                        .ints(0x06064B50)
                        .longs(44)
                        .shorts(45, 45)
                        .ints(0, 0)
                        .longs(1, 1, directory.length, 40)
                        .toArray();
        var file =
                new Bytes()
                        .zeros(40)
                        .raw(directory)
                        .raw(zip64)
                        .ints(0x07064B50, 0)
                        .longs(40 + directory.length)
                        .ints(1)
                        .raw(Zips.end(0xFFFF, 0xFFFFFFFFL, 0xFFFFFFFFL))
                        .toArray();

        assertThat(unpacked(file))
                .isEqualTo(new Exact(10, 1, "as its central directory of 1 entry says"));
    }

    @Test
    void readsNoMoreThan16MibOfADirectory() throws IOException {
        var entry = Zips.entry("n".repeat(1000), 0, 0, 1, 1, NO_EXTRA);
        var directory = new Bytes();
        for (var i = 0; i < 17_000; i++) {
            directory.raw(entry);
        }

        var unpacked = unpacked(Zips.file(1 << 20, 17_000, directory.toArray()));

        assertThat(unpacked)
                .isInstanceOfSatisfying(
                        AtLeast.class,
                        least -> {
                            assertThat(least.bytes()).isBetween(15_800L, 16_100L);
                            assertThat(least.how())
                                    .isEqualTo(
                                            "as the first 16 MiB of its central directory of 17782000 bytes say");
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 100, 5000})
    void saysThatATruncatedZipIs(int missing) throws IOException {
        var zip = new Bytes().zeros(5000).raw(Zips.of(1000)).toArray();
        var cut = Arrays.copyOf(zip, zip.length - missing);

        assertThat(unpacked(cut))
                .isEqualTo(
                        new Broken(
                                "no end record is found in its last %d of %d bytes: the zip was cut short or damaged. Upload it again."
                                        .formatted(cut.length, cut.length)));
    }

    @Test
    void refusesEncryptedEntries() throws IOException {
        var directory = Zips.entry("pay\nroll.csv", 1, 8, 10, 10, NO_EXTRA);

        assertThat(unpacked(Zips.file(100, 1, directory)))
                .isEqualTo(
                        new Broken(
                                "its entry \"pay\\u000aroll.csv\" is encrypted. Pack the files without a password."));
    }

    @Test
    void refusesOverlappingEntries() throws IOException {
        var entry = Zips.entry("a", 0, 8, 90, 90_000, NO_EXTRA);
        var directory = new Bytes().raw(entry).raw(entry).raw(entry).toArray();

        assertThat(unpacked(Zips.file(150, 3, directory)))
                .isEqualTo(
                        new Broken(
                                "its 3 entries claim 360 packed bytes of the 150 there are, so they overlap: this is how a zip bomb is made. Pack the files again."));
    }

    @Test
    void refusesEntriesThatClaimTheImpossible() throws IOException {
        var directory = Zips.entry("a.csv", 0, 8, 10, 1_000_000, NO_EXTRA);

        assertThat(unpacked(Zips.file(100, 1, directory)))
                .isEqualTo(
                        new Broken(
                                "its entry \"a.csv\" claims to unpack from 10 to 1000000 bytes: the zip was cut short or damaged. Upload it again."));
    }

    @Test
    void refusesSizesBeyond63Bits() throws IOException {
        var extra = new Bytes().shorts(1, 16).longs(-2, 10).toArray();
        var directory = Zips.entry("a.csv", 0, 14, 0xFFFFFFFFL, 0xFFFFFFFFL, extra);

        assertThat(unpacked(Zips.file(100, 1, directory)))
                .isEqualTo(
                        new Broken(
                                "its entry \"a.csv\" claims to unpack from 10 to 18446744073709551614 bytes: the zip was cut short or damaged. Upload it again."));
    }

    @Test
    void refusesOneOfSeveralParts() throws IOException {
        var file = Zips.of(1000);
        file[file.length - 18] = 2;

        assertThat(unpacked(file))
                .isEqualTo(
                        new Broken(
                                "it is part 3 of a zip in several parts. Join the parts before uploading."));
    }

    @Test
    void refusesADirectoryThatHoldsLessThanAnnounced() throws IOException {
        var directory = Zips.entry("a".repeat(100), 0, 0, 10, 10, NO_EXTRA);

        assertThat(unpacked(Zips.file(100, 2, directory)))
                .isEqualTo(
                        new Broken(
                                "its central directory holds 1 entries where 2 are announced: the zip is damaged. Upload it again."));
    }

    @Test
    void refusesADirectoryThatCannotFit() throws IOException {
        assertThat(unpacked(new Bytes().zeros(50).raw(Zips.end(3, 140, 0)).toArray()))
                .isEqualTo(
                        new Broken(
                                "its end record at byte 50 announces a directory of 140 bytes at byte 0: the zip was cut short or damaged. Upload it again."));
        assertThat(unpacked(new Bytes().zeros(150).raw(Zips.end(3, 137, 0)).toArray()))
                .isEqualTo(
                        new Broken(
                                "its end record announces 3 entries in a directory of 137 bytes: the zip was cut short or damaged. Upload it again."));
    }

    private static Unpacked unpacked(byte[] file) throws IOException {
        return UnpackedSizes.of(ContentType.ZIP, file.length, Bytes.reader(file));
    }
}
