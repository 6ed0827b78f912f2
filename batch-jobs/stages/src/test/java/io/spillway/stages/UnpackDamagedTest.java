package io.spillway.stages;

import static io.spillway.stages.Archives.compressed;
import static io.spillway.stages.Archives.files;
import static io.spillway.stages.Archives.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure.BadInput;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.TestWork;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link UnpackStage} makes of archives that are damaged, or made to do damage. */
class UnpackDamagedTest {

    private static final byte[] WEATHER = Samples.bytes("seattle-weather.csv");

    @ParameterizedTest
    @EnumSource(names = {"ZIP", "TAR", "GZIP", "BZIP2", "XZ", "ZSTD"})
    void refusesAnArchiveThatWasCutAnywhere(ContentType type) throws Exception {
        var whole = whole(type);
        var random = new Random(1);
        for (var i = 0; i < 200; i++) {
            var length = i < 40 ? whole.length - 1 - i : random.nextInt(whole.length);

            assertThat(refusal(type, Arrays.copyOf(whole, length)))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .startsWith("Cannot unpack s3://drops/x: ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZIP", "TAR", "GZIP", "BZIP2", "XZ", "ZSTD"})
    void neverFailsButWithBadInputOnChangedBytes(ContentType type) throws Exception {
        var whole = whole(type);
        var random = new Random(2);
        for (var i = 0; i < 400; i++) {
            var changed = whole.clone();
            for (var change = random.nextInt(4); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }

            runExpectingBadInputAtWorst(type, changed);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZIP", "TAR", "GZIP", "BZIP2", "XZ", "ZSTD"})
    void refusesAnEmptyObject(ContentType type) {
        assertThat(refusal(type, new byte[0]))
                .isEqualTo("Cannot unpack s3://drops/x: it has 0 bytes. Upload it again.");
    }

    @Test
    void saysWhereACompressedObjectWasCut() throws Exception {
        var gzip = compressed(ContentType.GZIP, WEATHER);

        assertThat(refusal(ContentType.GZIP, Arrays.copyOf(gzip, gzip.length - 4)))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: it was cut short: its data ends after %d bytes (EOFException). Upload it again."
                                .formatted(gzip.length - 4));
    }

    @Test
    void saysThatAChecksumDoesNotFit() throws Exception {
        var gzip = compressed(ContentType.GZIP, WEATHER);
        gzip[gzip.length - 8]++;

        assertThat(refusal(ContentType.GZIP, gzip))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: it is damaged before byte %d of %d (Gzip-compressed data is corrupt (CRC32 error).). Upload it again."
                                .formatted(gzip.length, gzip.length));
    }

    @Test
    void refusesAZipEntryAtTheFirstByteThatItsSizeDoesNotTell() throws Exception {
        var zip = Archives.zip(Map.of("a.csv", new byte[9 << 20]));
        var directory = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        directory.putInt(indexOf(zip, "PK\1\2") + 24, 1_000);
        var work = TestWork.on("x", ContentType.ZIP, zip);

        assertThat(Attempts.refusal(UnpackStage.type(), work))
                .contains("its entry \"a.csv\" unpacks to ")
                .contains(" bytes or more where 1000 bytes are recorded.");
        assertThat(work.bytesWritten()).isZero();
    }

    @Test
    void saysThatTheChecksumOfAZipEntryDoesNotFit() throws Exception {
        var zip = storedZip("a.csv", "12345");
        zip[indexOf(zip, "12345")]++;

        assertThat(refusal(ContentType.ZIP, zip))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: its entry \"a.csv\" unpacks to 5 bytes with checksum 8c5540cc where 5 bytes with cbf53a1c are recorded. Nothing of the archive was unpacked; pack the files again.");
    }

    @Test
    void refusesATarThatWasCutBetweenTwoEntries() throws Exception {
        var tar = Archives.tar(files("a", "1", "b", "2"));

        assertThat(refusal(ContentType.TAR, Arrays.copyOf(tar, 1024)))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: it was cut short: its data ends after 1024 bytes (the tar has no end mark). Upload it again.");
        assertThat(refusal(ContentType.TAR, Arrays.copyOf(tar, 2048)))
                .contains("(the tar has no end mark)");
    }

    @Test
    void refusesDataBehindTheEndOfATar() throws Exception {
        var tar = Archives.tar(files("a", "1"));

        assertThat(refusal(ContentType.TAR, joined(tar, tar)))
                .matches(
                        "Cannot unpack s3://drops/x: more data follows the end of the tar, \\d+ bytes after it\\. Pack the files as one tar\\.");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ"})
    void checksWhatLiesBehindTheEndOfACompressedTar(ContentType type) throws Exception {
        var packed = compressed(type, Archives.tar(files("a", "1")));
        packed[packed.length - 6]++;

        assertThat(refusal(type, packed)).contains("it is damaged before byte ");
    }

    @Test
    void refusesATarWhoseHeadersHaveNoEnd() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
            var name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            name.setSize(64 << 20);
            tar.putArchiveEntry(name);
            tar.write("x".repeat(64 << 20).getBytes(UTF_8));
            tar.closeArchiveEntry();
        }

        assertThat(refusal(ContentType.GZIP, compressed(ContentType.GZIP, bytes.toByteArray())))
                .contains("(an entry of the tar has a header of more than 1 MiB)");
    }

    @ParameterizedTest
    @CsvSource({
        "50, is a symbolic link",
        "49, is a hard link",
        "51, is neither a file nor a folder",
        "52, is neither a file nor a folder",
        "54, is neither a file nor a folder"
    })
    void refusesATarWithAnythingButFilesAndFolders(byte kind, String why) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
            var link = new TarArchiveEntry("link", kind);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }

        assertThat(refusal(ContentType.TAR, bytes.toByteArray()))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: its entry \"link\" %s. Nothing of the archive was unpacked; pack the files again."
                                .formatted(why));
    }

    @ParameterizedTest
    @CsvSource({"120777, is a symbolic link", "060644, is neither a file nor a folder"})
    void refusesAZipWithAnythingButFilesAndFolders(String mode, String why) throws Exception {
        var channel = new SeekableInMemoryByteChannel();
        try (var zip = new ZipArchiveOutputStream(channel)) {
            var link = new ZipArchiveEntry("link");
            link.setUnixMode(Integer.parseInt(mode, 8));
            zip.putArchiveEntry(link);
            zip.write("/etc/passwd".getBytes(UTF_8));
            zip.closeArchiveEntry();
        }

        assertThat(refusal(ContentType.ZIP, contentOf(channel)))
                .contains("its entry \"link\" " + why + ".");
    }

    @Test
    void refusesAnEncryptedZip() throws Exception {
        var zip = storedZip("a.csv", "12345");
        zip[indexOf(zip, "PK\1\2") + 8] |= 1;

        assertThat(refusal(ContentType.ZIP, zip))
                .isEqualTo(
                        "Cannot unpack s3://drops/x: its entry \"a.csv\" is encrypted. Pack the files without a password.");
    }

    @Test
    void refusesAMethodThatItDoesNotKnow() throws Exception {
        var zip = storedZip("a.csv", "12345");
        zip[indexOf(zip, "PK\1\2") + 10] = 98;

        assertThat(refusal(ContentType.ZIP, zip))
                .contains("its entry \"a.csv\" is packed with method 98, which isn't read.");
    }

    @Test
    void refusesDuplicateNamesInAZip() throws Exception {
        var zip = Archives.zip(files("a.csv", "1", "b.csv", "2"));
        for (var at = indexOf(zip, "b.csv"); at >= 0; at = indexOf(zip, "b.csv")) {
            zip[at] = 'a';
        }

        assertThat(refusal(ContentType.ZIP, zip))
                .contains("its entry \"a.csv\" stands for the same file as another.");
    }

    @Test
    void readsNamesInCodePage437() throws Exception {
        var zip = storedZip("Z?rich.csv", "1");
        for (var at = indexOf(zip, "Z?rich"); at >= 0; at = indexOf(zip, "Z?rich")) {
            zip[at + 1] = (byte) 0x81;
        }
        var work = TestWork.on("x", ContentType.ZIP, zip);

        Attempts.run(UnpackStage.type(), work);

        assertThat(work.written()).containsOnlyKeys("x/Zürich.csv");
    }

    @Test
    void knowsCodePage437AsTheJdkDoes() {
        var bytes = new byte[256];
        for (var i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(ZipNames.decode(bytes)).isEqualTo(new String(bytes, Charset.forName("IBM437")));
    }

    @Test
    void readsANameInATarThatIsNoUtf8AsLatin1() throws Exception {
        var tar = Archives.tar(files("Z?rich", "1"));
        tar[1] = (byte) 0xFC;
        var sum = 0;
        for (var i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? ' ' : tar[i] & 0xFF;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(ISO_8859_1), 0, tar, 148, 8);
        var work = TestWork.on("x", ContentType.TAR, tar);

        Attempts.run(UnpackStage.type(), work);

        assertThat(work.written()).containsOnlyKeys("x/Zürich");
    }

    @Test
    void refusesAnXzThatWantsMoreMemoryThanItHas() throws Exception {
        var xz = compressed(ContentType.XZ, WEATHER);
        // The dictionary's size in the block header, 1 GiB, and the header's new checksum.
        xz[16] = 36;
        var crc = new CRC32();
        crc.update(xz, 12, 8);
        for (var i = 0; i < 4; i++) {
            xz[20 + i] = (byte) (crc.getValue() >> 8 * i);
        }

        assertThat(refusal(ContentType.XZ, xz)).contains("it is damaged before byte ");
    }

    private static byte[] whole(ContentType type) throws Exception {
        return switch (type) {
            case ZIP -> Archives.zip(Map.of("a/weather.csv", WEATHER, "b.csv", new byte[] {'1'}));
            case TAR -> trimmed(Archives.tar(Map.of("a/weather.csv", WEATHER)));
            default -> compressed(type, WEATHER);
        };
    }

    /** A tar whose end mark is one block of zeros: what may be missing is left out. */
    private static byte[] trimmed(byte[] tar) {
        var end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(tar, Math.ceilDiv(end, 512) * 512 + 512);
    }

    private static void runExpectingBadInputAtWorst(ContentType type, byte[] content)
            throws Exception {
        var stage = UnpackStage.type().create(StageSettings.of(UnpackStage.type(), Map.of()));
        var work = TestWork.on("x", type, content);
        try {
            stage.run(work);
        } catch (BadInput e) {
            assertThat(e).hasMessageStartingWith("Cannot unpack s3://drops/x: ");
        }
        assertThat(work.leftOpen()).isEmpty();
    }

    /** As other writers make it: stored, sizes in the local header. */
    private static byte[] storedZip(String name, String content) throws Exception {
        var channel = new SeekableInMemoryByteChannel();
        try (var zip = new ZipArchiveOutputStream(channel)) {
            zip.setUseLanguageEncodingFlag(false);
            var entry = new ZipArchiveEntry(name);
            entry.setMethod(ZipArchiveEntry.STORED);
            zip.putArchiveEntry(entry);
            zip.write(content.getBytes(UTF_8));
            zip.closeArchiveEntry();
        }
        return contentOf(channel);
    }

    private static byte[] contentOf(SeekableInMemoryByteChannel channel) throws Exception {
        return Arrays.copyOf(channel.array(), (int) channel.size());
    }

    private static int indexOf(byte[] bytes, String latin1) {
        return new String(bytes, ISO_8859_1).indexOf(latin1);
    }

    private static String refusal(ContentType type, byte[] content) {
        return Attempts.refusal(UnpackStage.type(), TestWork.on("x", type, content));
    }
}
