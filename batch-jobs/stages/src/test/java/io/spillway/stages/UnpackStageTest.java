package io.spillway.stages;

import static io.spillway.stages.Archives.compressed;
import static io.spillway.stages.Archives.files;
import static io.spillway.stages.Archives.joined;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.TestWork;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackStageTest {

    private static final byte[] WEATHER = Samples.bytes("seattle-weather.csv");

    @Test
    void writesEachFileOfAZipUnderTheInput() throws Exception {
        var zip = Archives.zip(files("2012/", "", "2012/a.csv", "1", "b.json", "", "c", "3"));

        var work = unpack("in/x.zip", ContentType.ZIP, zip);

        assertThat(texts(work))
                .containsExactly(
                        Map.entry("in/x.zip/2012/a.csv", "1"),
                        Map.entry("in/x.zip/b.json", ""),
                        Map.entry("in/x.zip/c", "3"));
        assertThat(work.writtenTypes())
                .containsExactly(
                        Map.entry("in/x.zip/2012/a.csv", "text/csv"),
                        Map.entry("in/x.zip/b.json", "application/json"),
                        Map.entry("in/x.zip/c", "application/octet-stream"));
    }

    @Test
    void writesEachFileOfATarUnderTheInput() throws Exception {
        var longName = "folder/".repeat(30) + "Zürich.csv";
        var tar = Archives.tar(files("./", "", "./a.csv", "1", "x/./b.csv", "2", longName, "3"));

        assertThat(texts(unpack("in/x.tar", ContentType.TAR, tar)))
                .containsExactly(
                        Map.entry("in/x.tar/a.csv", "1"),
                        Map.entry("in/x.tar/x/b.csv", "2"),
                        Map.entry("in/x.tar/" + longName, "3"));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BZIP2", "XZ", "ZSTD"})
    void writesTheOneFileOfACompressedObject(ContentType type) throws Exception {
        var work = unpack("in/weather.csv.x", type, compressed(type, WEATHER));

        assertThat(work.written()).containsOnlyKeys("in/weather.csv.x/weather.csv.x");
        assertThat(work.written().get("in/weather.csv.x/weather.csv.x")).isEqualTo(WEATHER);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BZIP2", "XZ", "ZSTD"})
    void goesOnBehindTheFirstMember(ContentType type) throws Exception {
        var members =
                joined(
                        compressed(type, WEATHER),
                        compressed(type, new byte[0]),
                        compressed(type, WEATHER));

        assertThat(unpack("a", type, members).written().get("a/a"))
                .isEqualTo(joined(WEATHER, WEATHER));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BZIP2", "XZ", "ZSTD"})
    void takesTheFilesOutOfACompressedTarWhateverItsName(ContentType type) throws Exception {
        var tar = Archives.tar(files("a.csv", "1", "b.csv", "2"));

        assertThat(texts(unpack("x", type, compressed(type, tar))))
                .containsExactly(Map.entry("x/a.csv", "1"), Map.entry("x/b.csv", "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "in/a.csv.gz, a.csv",
        "in/a.csv.GZ, a.csv",
        "in/a.gzip, a",
        "in/a.csv, a.csv",
        "in/a.bz2, a.bz2",
        "in/.gz, content",
        "in/...gz, content",
        "in/..gz, content",
        "in/a b+%.gz/, a b+%"
    })
    void namesTheOneFileAfterTheInput(String key, String name) throws Exception {
        var gzip = compressed(ContentType.GZIP, WEATHER);

        assertThat(unpack(key, ContentType.GZIP, gzip).written())
                .containsOnlyKeys(key + "/" + name);
    }

    @Test
    void doesNotTrustTheNameWithinAGzip() throws Exception {
        var gzip = compressed(ContentType.GZIP, WEATHER);
        var named =
                joined(
                        new byte[] {31, (byte) 139, 8, 8, 0, 0, 0, 0, 0, 0},
                        "../evil\0".getBytes(UTF_8),
                        Arrays.copyOfRange(gzip, 10, gzip.length));

        assertThat(unpack("in/a.csv.gz", ContentType.GZIP, named).written())
                .containsOnlyKeys("in/a.csv.gz/a.csv");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BZIP2", "XZ", "ZSTD"})
    void writesAnEmptyFileForCompressedNothing(ContentType type) throws Exception {
        assertThat(unpack("a", type, compressed(type, new byte[0])).written().get("a/a")).isEmpty();
    }

    @Test
    void leavesArchivesWithinArchivesPacked() throws Exception {
        var inner = Archives.zip(files("a.csv", "1"));

        var work = unpack("x.zip", ContentType.ZIP, Archives.zip(Map.of("inner.zip", inner)));

        assertThat(work.written()).containsOnlyKeys("x.zip/inner.zip");
        assertThat(work.written().get("x.zip/inner.zip")).isEqualTo(inner);
    }

    @Test
    void takesTenThousandFilesWithOddNames() throws Exception {
        var files = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i < 10_000; i++) {
            files.put("%d%% + ü 🌧 ' & ; $(x)/...%d".formatted(i, i), new byte[] {(byte) i});
        }

        var work = unpack("x.zip", ContentType.ZIP, Archives.zip(files));

        assertThat(work.written()).hasSize(10_000);
        assertThat(work.written().keySet())
                .containsExactlyElementsOf(files.keySet().stream().map("x.zip/"::concat).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "../a#leads out of the archive's folder",
                "a/../../b#leads out of the archive's folder",
                "a/..#leads out of the archive's folder",
                "/etc/passwd#has an absolute path",
                "C:/a#starts with a drive letter",
                "c:a#starts with a drive letter",
                "a\\b#has a backslash in its name",
                "..\\a#has a backslash in its name",
                "a//b#has an empty part in its path"
            })
    void refusesAnArchiveWithAnUnsafeName(String name, String why) throws Exception {
        var expected =
                "its entry \"%s\" %s. Nothing of the archive was unpacked; pack the files again."
                        .formatted(name, why);
        var files = files("good.csv", "1", name, "2");

        assertThat(refusal("x.zip", ContentType.ZIP, Archives.zip(files)))
                .isEqualTo("Cannot unpack s3://drops/x.zip: " + expected);
        assertThat(refusal("x.tar", ContentType.TAR, Archives.tar(files)))
                .isEqualTo("Cannot unpack s3://drops/x.tar: " + expected);
    }

    @ParameterizedTest
    @CsvSource({"0, \\u0000", "10, \\u000a", "27, \\u001b", "127, \\u007f", "133, \\u0085"})
    void refusesAnArchiveWithAControlCharacterInAName(int control, String escaped)
            throws Exception {
        var zip = Archives.zip(files("a" + (char) control + "b", "1"));

        assertThat(refusal("x.zip", ContentType.ZIP, zip))
                .isEqualTo(
                        "Cannot unpack s3://drops/x.zip: its entry \"a%sb\" has a control character in its name. Nothing of the archive was unpacked; pack the files again."
                                .formatted(escaped));
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a", "a/./b", "x/a/b/."})
    void refusesTwoEntriesForOneFile(String name) throws Exception {
        var plain = name.replace("./", "").replace("/.", "");
        var expected =
                "its entry \"%s\" stands for the same file as another. Nothing of the archive was unpacked; pack the files again."
                        .formatted(name);
        var files = files(plain, "1", name, "2");

        assertThat(refusal("x.zip", ContentType.ZIP, Archives.zip(files)))
                .endsWith(": " + expected);
        assertThat(refusal("x.tar", ContentType.TAR, Archives.tar(files)))
                .endsWith(": " + expected);
    }

    @Test
    void refusesAnUnsafeFolderToo() throws Exception {
        assertThat(refusal("x.zip", ContentType.ZIP, Archives.zip(files("../", "", "a", "1"))))
                .contains("its entry \"../\" leads out of the archive's folder.");
    }

    @ParameterizedTest
    @EnumSource(names = {"ZIP", "TAR"})
    void refusesAnArchiveWithoutFiles(ContentType type) throws Exception {
        var folders = files("a/", "", "a/b/", "");
        var archive = type == ContentType.ZIP ? Archives.zip(folders) : Archives.tar(folders);
        var empty = type == ContentType.ZIP ? Archives.zip(Map.of()) : Archives.tar(Map.of());

        assertThat(refusal("x", type, archive))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: the archive holds no files, in 2 entries. Pack the files again.");
        assertThat(refusal("x", type, empty))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: the archive holds no files, in 0 entries. Pack the files again.");
    }

    @ParameterizedTest
    @EnumSource(names = {"SEVENZIP", "CSV", "PARQUET"})
    void refusesWhatItCannotUnpack(ContentType type) {
        assertThat(refusal("x", type, new byte[100]))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: it is of type %s. Match only zip, tar, gzip, bzip2, xz and zstd in this phase."
                                .formatted(type.word()));
    }

    @Test
    void refusesMoreEntriesThanAllowed() throws Exception {
        var files = files("a/", "", "b", "1", "c", "2");

        for (var type : new ContentType[] {ContentType.ZIP, ContentType.TAR}) {
            var archive = type == ContentType.ZIP ? Archives.zip(files) : Archives.tar(files);

            assertThat(refusal("x", type, archive, "max-entries", "2"))
                    .isEqualTo(
                            "Cannot unpack s3://drops/x: it holds 3 entries or more, but max-entries is 2. Split the archive, or raise max-entries.");
            assertThat(unpack("x", type, archive, "max-entries", "3").written()).hasSize(2);
        }
    }

    @Test
    void refusesMoreBytesThanAllowed() throws Exception {
        var content = new byte[1000];
        var zip = Archives.zip(Map.of("a", content));
        var gzip = compressed(ContentType.GZIP, content);

        assertThat(refusal("x", ContentType.ZIP, zip, "max-bytes", "999"))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: it unpacks to 1000 bytes or more, but max-bytes is 999. Split the archive, or raise max-bytes.");
        assertThat(refusal("x", ContentType.GZIP, gzip, "max-bytes", "999"))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: it unpacks to 1000 bytes or more, but max-bytes is 999. Split the archive, or raise max-bytes.");
        assertThat(unpack("x", ContentType.GZIP, gzip, "max-bytes", "1000").bytesWritten())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource(names = {"ZIP", "GZIP", "BZIP2", "XZ", "ZSTD"})
    void refusesAZipBomb(ContentType type) throws Exception {
        var zeros = new byte[40 << 20];
        var bomb =
                type == ContentType.ZIP
                        ? Archives.zip(Map.of("a", zeros))
                        : compressed(type, zeros);

        assertThat(refusal("x", type, bomb, "max-ratio", "500"))
                .matches(
                        "Cannot unpack s3://drops/x: its %d bytes unpack to \\d+ or more, over max-ratio 500\\. If this is no zip bomb, raise max-ratio\\."
                                .formatted(bomb.length));
    }

    @Test
    void lets10MibThroughWhateverTheRatio() throws Exception {
        var zip = Archives.zip(Map.of("a", new byte[10 << 20]));

        assertThat(unpack("x", ContentType.ZIP, zip, "max-ratio", "1").bytesWritten())
                .isEqualTo(10 << 20);
    }

    private static Map<String, String> texts(TestWork work) {
        var texts = new LinkedHashMap<String, String>();
        work.written().forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
        return texts;
    }

    private static TestWork unpack(String key, ContentType type, byte[] content, String... settings)
            throws Exception {
        return Attempts.run(UnpackStage.type(), TestWork.on(key, type, content), settings);
    }

    private static String refusal(
            String key, ContentType type, byte[] content, String... settings) {
        return Attempts.refusal(UnpackStage.type(), TestWork.on(key, type, content), settings);
    }
}
