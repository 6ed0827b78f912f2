package io.spillway.stages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.TestWork;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertStageTest {

    @Test
    void writesEachRowAsAnObjectInTheOrderOfTheColumns() throws Exception {
        var work = run("zip,city,rain\n00501,Holtsville,12.50\n10001,\"New York, NY\",-3e2\n");

        assertThat(work.written()).containsOnlyKeys("in/a.csv.jsonl");
        assertThat(work.writtenTypes()).containsEntry("in/a.csv.jsonl", "application/jsonl");
        assertThat(work.text("in/a.csv.jsonl"))
                .isEqualTo(
                        """
                        {"zip":"00501","city":"Holtsville","rain":12.50}
                        {"zip":10001,"city":"New York, NY","rain":-3e2}
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "0 0",
                "-0 -0",
                "7 7",
                "-12.340 -12.340",
                "1e5 1e5",
                "1E+5 1E+5",
                "1.5e-300 1.5e-300",
                "12345678901234567890123 12345678901234567890123",
                "1e999 1e999",
                "1e1000 \"1e1000\"",
                "007 \"007\"",
                "-01 \"-01\"",
                "+1 \"+1\"",
                ".5 \".5\"",
                "5. \"5.\"",
                "1e \"1e\"",
                "1e+ \"1e+\"",
                "- \"-\"",
                "-.5 \"-.5\"",
                "1.2.3 \"1.2.3\"",
                "0x1F \"0x1F\"",
                "NaN \"NaN\"",
                "true \"true\"",
                "null \"null\"",
                "1_000 \"1_000\"",
                "１２ \"１２\""
            })
    void takesOnlyJsonsOwnFormForANumber(String field, String written) throws Exception {
        assertThat(run("a\n" + field + "\n").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":" + written + "}\n");
    }

    @Test
    void takesANumberOfMoreThan400CharactersForText() throws Exception {
        var digits = "1".repeat(401);

        assertThat(run("a\n" + digits + "\n").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":\"" + digits + "\"}\n");
        assertThat(run("a\n" + digits.substring(1) + "\n").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":" + digits.substring(1) + "}\n");
    }

    @Test
    void leavesNumbersAsTextWhereTheSettingSaysSo() throws Exception {
        assertThat(run("a,b\n1,2.5\n", "numbers", "false").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":\"1\",\"b\":\"2.5\"}\n");
    }

    @Test
    void tellsNothingFromEmptyText() throws Exception {
        assertThat(run("a,b,c\n,\"\",x\n").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":null,\"b\":\"\",\"c\":\"x\"}\n");
    }

    @Test
    void leavesBlankLinesOutExceptInATableOfOneColumn() throws Exception {
        assertThat(run("\n\na,b\n\n1,2\n\n").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":1,\"b\":2}\n");
        assertThat(run("a\n1\n\n2\n").text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":1}\n{\"a\":null}\n{\"a\":2}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesAnyLineEnd(String end) throws Exception {
        var csv = "a,b" + end + "1,\"x" + end + "y\"" + end + "2,z";

        assertThat(run(csv).text("in/a.csv.jsonl"))
                .isEqualTo(
                        "{\"a\":1,\"b\":\"x"
                                + end.replace("\r", "\\r").replace("\n", "\\n")
                                + "y\"}\n{\"a\":2,\"b\":\"z\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void endsARowBehindAQuotedCarriageReturn(String end) throws Exception {
        var csv = "a" + end + "\"x\r\"" + end + "\"y\r\"" + end + "z" + end;

        assertThat(run(csv).text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":\"x\\r\"}\n{\"a\":\"y\\r\"}\n{\"a\":\"z\"}\n");
    }

    @Test
    void escapesWhatJsonDemandsAndNothingElse() throws Exception {
        var csv = "\"q\"\"\",b\n\"\"\"\\/\b\f\t\0\u001f\u007f\",Zürich 🌧 €\u2028\n";

        assertThat(run(csv).text("in/a.csv.jsonl"))
                .isEqualTo(
                        "{\"q\\\"\":\"\\\"\\\\/\\b\\f\\t\\u0000\\u001f\u007f\",\"b\":\"Zürich 🌧 €\u2028\"}\n");
    }

    @Test
    void writesNothingForAHeaderAlone() throws Exception {
        assertThat(run("a,b\n").text("in/a.csv.jsonl")).isEmpty();
    }

    @Test
    void numbersTheColumnsOfATableWithoutAHeader() throws Exception {
        assertThat(run("x,,\"\"\n1,2,3", "header", "false").text("in/a.csv.jsonl"))
                .isEqualTo(
                        """
                        {"column1":"x","column2":null,"column3":""}
                        {"column1":1,"column2":2,"column3":3}
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, CSV, ','",
        "auto, TEXT, ','",
        "auto, TSV, '\t'",
        "tab, CSV, '\t'",
        "';', CSV, ';'",
        "|, CSV, |",
        "',', TSV, ','"
    })
    void partsFieldsByTheDelimiterOfTheSettingOrTheType(
            String setting, ContentType type, String delimiter) throws Exception {
        var work =
                TestWork.on(
                        "in/a.csv",
                        type,
                        ("a" + delimiter + "b\n1" + delimiter + "2").getBytes(UTF_8));

        assertThat(
                        Attempts.run(ConvertStage.type(), work, "delimiter", setting)
                                .text("in/a.csv.jsonl"))
                .isEqualTo("{\"a\":1,\"b\":2}\n");
    }

    @Test
    void readsUtf8AndUtf16ByTheirMark() throws Exception {
        var csv = "\uFEFFstadt\n\"Zürich 🌧\"\n";

        for (var charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            assertThat(Attempts.run(ConvertStage.type(), work(csv, charset)).text("in/a.csv.jsonl"))
                    .isEqualTo("{\"stadt\":\"Zürich 🌧\"}\n");
        }
    }

    @Test
    void readsCharactersThatLieAcrossItsBuffers() throws Exception {
        for (var shift = 0; shift < 4; shift++) {
            var text = "x".repeat(shift) + "🌧€ü".repeat(30_000);

            assertThat(run("a\n" + text + "\n").text("in/a.csv.jsonl"))
                    .isEqualTo("{\"a\":\"" + text + "\"}\n");
        }
    }

    @Test
    void saysWhereTheInputIsNoUtf8() {
        var bytes = ("a,b\n" + "1,x\n".repeat(50_000) + "2,Zürich\n").getBytes(ISO_8859_1);
        var work = TestWork.on("in/a.csv", ContentType.CSV, bytes);

        assertThat(Attempts.refusal(ConvertStage.type(), work))
                .isEqualTo(
                        "Cannot convert s3://drops/in/a.csv: at byte offset 200007 it has FC in hexadecimal, which is no UTF-8. Save it as UTF-8.");
    }

    @Test
    void saysThatTheLastCharacterIsCut() {
        var work =
                TestWork.on(
                        "in/a.csv",
                        ContentType.CSV,
                        new byte[] {'a', '\n', (byte) 0xE2, (byte) 0x82});

        assertThat(Attempts.refusal(ConvertStage.type(), work))
                .isEqualTo(
                        "Cannot convert s3://drops/in/a.csv: at byte offset 2 it has E2 82 in hexadecimal, which is no UTF-8. Save it as UTF-8.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "''#it holds no row, not even one with column names. Upload it again.",
                "'\n\n'#it holds no row, not even one with column names. Upload it again.",
                "'a,a\n'#columns 1 and 2 are both named \"a\" in the row on line 1. Name them apart, or set header to false.",
                "'\na, \n'#column 2 of 2 has no name in the row on line 2. Name it, or set header to false.",
                "'a,b\n\"x\ny\",2\n1,2,3\n'#the row on line 4 has 3 instead of 2 fields. Mend the row, or check the delimiter.",
                "'a,b\n1\n'#the row on line 2 has 1 instead of 2 fields. Mend the row, or check the delimiter.",
                "'a,b\n1,\"x'#the row on line 2 opens a quote that is never closed. Upload it again if it was cut short, or mend the row.",
                "'a,b\n1,\"x\"\"'#the row on line 2 opens a quote that is never closed. Upload it again if it was cut short, or mend the row.",
                "'a,b\n1,\"x\n'#the row on line 2 opens a quote that is never closed. Upload it again if it was cut short, or mend the row.",
                "'\"a,b'#the row on line 1 opens a quote that is never closed. Upload it again if it was cut short, or mend the row.",
                "'a,b\n1,\"x\"y\n'#the row on line 2 is no CSV: text follows a closing quote, or a quote isn't closed within 4194304 characters. Mend the row."
            })
    void refusesATableThatIsNotWhole(String csv, String why) {
        assertThat(refusal(csv)).isEqualTo("Cannot convert s3://drops/in/a.csv: " + why);
    }

    @Test
    void refusesAFieldWithoutEnd() {
        assertThat(refusal("a\n\"" + "x".repeat(4 << 20)))
                .contains("a quote isn't closed within 4194304 characters");
    }

    @Test
    void refusesMoreThan10000Columns() throws Exception {
        var names = new ArrayList<String>();
        for (var i = 0; i < 10_000; i++) {
            names.add("c" + i);
        }
        var header = String.join(",", names);

        assertThat(run(header).bytesWritten()).isZero();
        assertThat(refusal(header + ",more"))
                .isEqualTo(
                        "Cannot convert s3://drops/in/a.csv: its first row has more than 10000 fields or 1048576 characters. Check the delimiter.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "ZIP", "JSON"})
    void refusesWhatIsNoTable(ContentType type) {
        assertThat(Attempts.refusal(ConvertStage.type(), TestWork.on("a", type, new byte[1])))
                .isEqualTo(
                        "Cannot convert s3://drops/a: it is of type %s, no CSV. Match only csv, tsv and text in this phase."
                                .formatted(type.word()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seattle-weather.csv",
                "birdstrikes-head.csv",
                "airports-head.csv",
                "zipcodes-head.csv"
            })
    void agreesWithANaiveConversionOfRealData(String sample) throws Exception {
        var csv = new String(Samples.bytes(sample), UTF_8);

        var lines = run(csv).text("in/a.csv.jsonl").lines().map(Json::readObject).toList();

        assertThat(lines).hasSizeGreaterThan(150).isEqualTo(naive(csv));
    }

    /** Another way to the same objects: the whole text, character by character, into maps. */
    private static List<JsonObject> naive(String csv) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.length(); i++) {
            var character = csv.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (!quoted && (character == ',' || character == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (character == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else if (quoted || character != '\r') {
                field.append(character);
            }
        }
        assertThat(row).isEmpty();
        return rows.stream().skip(1).map(values -> object(rows.getFirst(), values)).toList();
    }

    private static JsonObject object(List<String> names, List<String> values) {
        var object = JsonObject.of();
        for (var i = 0; i < names.size(); i++) {
            object.put(names.get(i), value(values.get(i)));
        }
        return object.build();
    }

    private static JsonValue value(String text) {
        if (text.isEmpty()) {
            return Json.read("null");
        }
        return text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")
                ? Json.read(text)
                : new JsonValue.Text(Position.NONE, text);
    }

    private static TestWork run(String csv, String... settings) throws Exception {
        return Attempts.run(ConvertStage.type(), work(csv, UTF_8), settings);
    }

    private static TestWork work(String csv, Charset charset) {
        return TestWork.on("in/a.csv", ContentType.CSV, csv.getBytes(charset));
    }

    private static String refusal(String csv) {
        return Attempts.refusal(ConvertStage.type(), work(csv, UTF_8));
    }
}
