package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.stage.ContentType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDetectorTest {

    @ParameterizedTest
    @CsvSource({
        "504b0304140000000800, ZIP",
        "504b0506000000000000, ZIP",
        "504b0708504b03041400, ZIP",
        "1f8b0800000000000003, GZIP",
        "425a6839314159265359, BZIP2",
        "425a6839177245385090, BZIP2",
        "fd377a585a000004e6d6, XZ",
        "28b52ffd608402d50000, ZSTD",
        "522a4d1804000000aabb, ZSTD",
        "377abcaf271c00046e1a, SEVENZIP",
        "504152311504150c1526, PARQUET",
        "4f626a01041461767261, AVRO",
        "255044462d312e370a25, PDF",
        "89504e470d0a1a0a0000, PNG",
        "ffd8ffe000104a464946, JPEG"
    })
    void knowsMagicNumbersWhateverTheName(String hex, ContentType type) {
        var head = HexFormat.of().parseHex(hex);

        assertThat(ContentDetector.detect("in/a", head, 1000).type()).isEqualTo(type);
        assertThat(ContentDetector.detect("in/a.csv", head, 1000))
                .isEqualTo(new Detection(type, Optional.of(ContentType.CSV), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "504b0708aabbccdd0000",
                "504b0102140014000000",
                "1f8b0000000000000003",
                "425a6839314159265300",
                "425a6839000000000000",
                "28b52ffc608402d50000",
                "602a4d1804000000aabb",
                "00000000000000000000"
            })
    void takesBytesThatAreNearlyMagicForBinary(String hex) {
        var head = HexFormat.of().parseHex(hex);

        assertThat(ContentDetector.detect("in/a", head, 1000).type()).isEqualTo(ContentType.BINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, CSV",
        "A.CSV, CSV",
        "in.zip/a.tsv, TSV",
        "a.json, JSON",
        "a.jsonl, JSONL",
        "a.ndjson, JSONL",
        "a.xml, XML",
        "a.txt, TEXT",
        "a.log, TEXT",
        "a, TEXT",
        "a.csv/, TEXT",
        ".csv, CSV",
        "a.zip, TEXT"
    })
    void tellsKindsOfTextApartByExtension(String key, ContentType type) {
        var head = "date,rain\n2012-01-01,0.0\n".getBytes(UTF_8);

        assertThat(ContentDetector.detect(key, head, head.length).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}|JSON",
                "'\n\t [1]'|JSON",
                "<?xml?>|XML",
                "'\uFEFF<a/>'|XML",
                "a,b|TEXT",
                "' '|TEXT",
                "PAR1,PAR2|TEXT"
            })
    void tellsKindsOfTextApartByContentWhereTheNameIsSilent(String text, ContentType type) {
        var head = text.getBytes(UTF_8);

        assertThat(ContentDetector.detect("data", head, head.length).type()).isEqualTo(type);
    }

    @Test
    void takesUtf16WithAByteOrderMarkForText() {
        var head = "\uFEFFdate\train\r\n".getBytes(UTF_16LE);

        assertThat(ContentDetector.detect("a.tsv", head, head.length).type())
                .isEqualTo(ContentType.TSV);
        assertThat(ContentDetector.detect("a", head, head.length).type())
                .isEqualTo(ContentType.TEXT);
    }

    @Test
    void forgivesACutLastCharacterOnlyWhereMoreFollows() {
        var head = Arrays.copyOf("Zürich,Genève,Køb".repeat(3).getBytes(UTF_8), 2);

        assertThat(ContentDetector.detect("a", head, 1000).type()).isEqualTo(ContentType.TEXT);
        assertThat(ContentDetector.detect("a", head, 2).type()).isEqualTo(ContentType.BINARY);
    }

    @Test
    void trustsTheNameOfTextInAnOlderEncoding() {
        var head = "Zürich;Genève\n".getBytes(ISO_8859_1);

        assertThat(ContentDetector.detect("a.csv", head, head.length))
                .isEqualTo(new Detection(ContentType.CSV, Optional.of(ContentType.CSV), false));
        assertThat(ContentDetector.detect("a.dat", head, head.length).type())
                .isEqualTo(ContentType.BINARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 11, 14, 27, 31, 127})
    void takesControlCharactersForBinary(int control) {
        var head = ("a,b" + (char) control + "\n").getBytes(UTF_8);

        assertThat(ContentDetector.detect("a.csv", head, 1000).type())
                .isEqualTo(ContentType.BINARY);
    }

    @Test
    void knowsATarByItsMarkOrByItsChecksum() {
        var header = tarHeader();
        var old = header.clone();
        Arrays.fill(old, 257, 265, (byte) 0);
        writeChecksum(old);
        var wrong = old.clone();
        wrong[0]++;

        assertThat(typeOf(header)).isEqualTo(ContentType.TAR);
        assertThat(typeOf(old)).isEqualTo(ContentType.TAR);
        assertThat(typeOf(wrong)).isEqualTo(ContentType.BINARY);
        assertThat(typeOf(Arrays.copyOf(header, 511))).isEqualTo(ContentType.BINARY);
        assertThat(typeOf(new byte[512])).isEqualTo(ContentType.BINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, 89504e470d0a1a0a, true",
        "a.zip, 612c620a312c320a, true",
        "a.zip, 1f8b080000000000, true",
        "a.csv.gz, 1f8b080000000000, false",
        "a.json, 612c620a312c320a, false",
        "a.dat, 89504e470d0a1a0a, false",
        "a.jpeg, ffd8ffe000104a46, false"
    })
    void saysWhenNameAndContentContradictEachOther(String key, String hex, boolean contradictory) {
        var head = HexFormat.of().parseHex(hex);

        assertThat(ContentDetector.detect(key, head, 1000).contradictory())
                .isEqualTo(contradictory);
    }

    @ParameterizedTest
    @CsvSource({"a.csv, CSV, false", "a.zip, BINARY, true", "a, BINARY, false"})
    void saysThatAnObjectIsEmpty(String key, ContentType type, boolean contradictory) {
        var detection = ContentDetector.detect(key, new byte[0], 0);

        assertThat(detection.empty()).isTrue();
        assertThat(detection.type()).isEqualTo(type);
        assertThat(detection.contradictory()).isEqualTo(contradictory);
    }

    private static ContentType typeOf(byte[] head) {
        return ContentDetector.detect("a", head, 10_240).type();
    }

    private static byte[] tarHeader() {
        var header = new byte[512];
        put(header, 0, "weather.csv");
        put(header, 100, "0000644\0000000000\0000000000\00000000001234\00014000000000\0");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        writeChecksum(header);
        return header;
    }

    private static void writeChecksum(byte[] header) {
        put(header, 148, "        ");
        var sum = 0;
        for (var octet : header) {
            sum += octet & 0xFF;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
    }

    private static void put(byte[] header, int at, String text) {
        System.arraycopy(text.getBytes(ISO_8859_1), 0, header, at, text.length());
    }
}
