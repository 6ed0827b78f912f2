package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.TestWork;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryStageTest {

    @Test
    void countsAndSumsTheColumnsInTheirOrder() throws Exception {
        var work = ofCsv("city,rain\nSeattle,10.5\nZürich,-2\n🌧,\n\"\",0.25\n");

        assertThat(work.writtenTypes()).containsEntry("in/a.csv.summary.json", "application/json");
        assertThat(work.text("in/a.csv.summary.json"))
                .isEqualTo(
                        """
                        {"rows":4,"columns":[\
                        {"name":"city","count":4,"nulls":0,"texts":{"count":4,"minLength":0,"maxLength":7}},\
                        {"name":"rain","count":3,"nulls":1,"numbers":{"count":3,"min":-2,"max":10.5,"sum":8.75,"mean":2.916666666666667}}]}
                        """);
    }

    @Test
    void keepsTheKindsInOneColumnApart() throws Exception {
        var work =
                ofJsonLines("{\"a\":1}\n{\"a\":\"xy\"}\n{\"a\":true}\n{\"a\":null}\n{\"b\":[1]}");

        assertThat(work.text("in/a.jsonl.summary.json"))
                .isEqualTo(
                        """
                        {"rows":5,"columns":[\
                        {"name":"a","count":3,"nulls":2,"numbers":{"count":1,"min":1,"max":1,"sum":1,"mean":1},\
                        "texts":{"count":1,"minLength":2,"maxLength":2},"others":1},\
                        {"name":"b","count":1,"nulls":4,"others":1}]}
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1 0.2, 0.3",
        "9223372036854775807 1, 9223372036854775808",
        "999999999999999999 999999999999999999 999999999999999999 999999999999999999 999999999999999999 999999999999999999 999999999999999999 999999999999999999 999999999999999999 999999999999999999, 9999999999999999990",
        "-999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999 -999999999999999999, -9999999999999999990",
        "1e20 1 -1e20, 1",
        "0.000000000000000001 1, 1.000000000000000001",
        "1e-30 1, 1.000000000000000000000000000001",
        "-0 0.0, 0",
        "5.00 5, 10"
    })
    void sumsExactly(String numbers, BigDecimal sum) throws Exception {
        var summary = summary(ofCsv("a\n" + numbers.replace(' ', '\n')));

        assertThat(column(summary, 0).requireObject("numbers").get("sum").orElseThrow())
                .isEqualTo(Json.read(sum.toPlainString()));
    }

    @Test
    void doesNotSumWhatWouldTakeRoomWithoutBound() throws Exception {
        var column = column(summary(ofCsv("a\n1\n1e401\n1e-401\n1e400\n")), 0);

        assertThat(column.requireWhole("count")).isEqualTo(4);
        assertThat(column.requireWhole("others")).isEqualTo(3);
    }

    @Test
    void givesTheSameWhetherSummedFromCsvOrFromItsConversion() throws Exception {
        for (var sample :
                List.of("seattle-weather.csv", "birdstrikes-head.csv", "airports-head.csv")) {
            var csv = Samples.bytes(sample);
            var converted =
                    Attempts.run(
                            ConvertStage.type(), TestWork.on("in/a.csv", ContentType.CSV, csv));

            assertThat(
                            ofJsonLines(converted.text("in/a.csv.jsonl"))
                                    .text("in/a.jsonl.summary.json"))
                    .isEqualTo(ofCsv(new String(csv, UTF_8)).text("in/a.csv.summary.json"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void agreesWithAnIndependentSumOfRealData(int index) throws Exception {
        var csv = new String(Samples.bytes("seattle-weather.csv"), UTF_8);
        var numbers =
                csv.lines().skip(1).map(line -> new BigDecimal(line.split(",")[index])).toList();
        var sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);

        var summed = column(summary(ofCsv(csv)), index).requireObject("numbers");

        assertThat(summed)
                .isEqualTo(
                        JsonObject.of()
                                .put("count", numbers.size())
                                .put("min", numbers.stream().min(BigDecimal::compareTo).get())
                                .put("max", numbers.stream().max(BigDecimal::compareTo).get())
                                .put("sum", sum)
                                .put(
                                        "mean",
                                        sum.divide(
                                                BigDecimal.valueOf(numbers.size()),
                                                MathContext.DECIMAL64))
                                .build());
    }

    @Test
    void takesBlankLinesAndAnyLineEndOfJsonLines() throws Exception {
        assertThat(summary(ofJsonLines("\n{\"a\":1}\r\n \n{\"a\":2}")).requireWhole("rows"))
                .isEqualTo(2);
        assertThat(summary(ofJsonLines("")).requireWhole("rows")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "'{\"a\":1}\n[1]\n'#line 2 is no JSON object with each name once. Write one object per line.",
                "'{\"a\":1,\"a\":2}'#line 1 is no JSON object with each name once. Write one object per line.",
                "'\n{\"a\":'#line 2 is no JSON object with each name once. Write one object per line.",
                "'{} {}'#line 1 is no JSON object with each name once. Write one object per line.",
                "'{\"a\":1e99999999999}'#line 1 is no JSON object with each name once. Write one object per line."
            })
    void refusesLinesThatAreNoObjects(String lines, String why) {
        assertThat(Attempts.refusal(SummaryStage.type(), jsonLines(lines)))
                .isEqualTo("Cannot summarise s3://drops/in/a.jsonl: " + why);
    }

    @Test
    void refusesALineOfMoreThan4Mib() {
        assertThat(
                        Attempts.refusal(
                                SummaryStage.type(),
                                jsonLines("{}\n{\"a\":\"" + "x".repeat(5 << 20))))
                .isEqualTo(
                        "Cannot summarise s3://drops/in/a.jsonl: line 2 is longer than 4194304 bytes. Write one object per line.");
    }

    @Test
    void refusesMoreThan10000DifferentNames() {
        var line = new StringBuilder("{\"more\":1");
        for (var i = 0; i < 10_000; i++) {
            line.append(",\"c").append(i).append("\":1");
        }

        assertThat(Attempts.refusal(SummaryStage.type(), jsonLines(line.append('}').toString())))
                .isEqualTo(
                        "Cannot summarise s3://drops/in/a.jsonl: it has more than 10000 different names. Give each row the same names.");
    }

    @Test
    void refusesWhatIsNoTable() {
        var work = TestWork.on("a.png", ContentType.PNG, new byte[1]);

        assertThat(Attempts.refusal(SummaryStage.type(), work))
                .isEqualTo(
                        "Cannot summarise s3://drops/a.png: it is of type png, no CSV. Match only csv, tsv and text in this phase.");
    }

    private static TestWork ofCsv(String csv) throws Exception {
        return Attempts.run(
                SummaryStage.type(), TestWork.on("in/a.csv", ContentType.CSV, csv.getBytes(UTF_8)));
    }

    private static TestWork ofJsonLines(String lines) throws Exception {
        return Attempts.run(SummaryStage.type(), jsonLines(lines));
    }

    private static TestWork jsonLines(String lines) {
        return TestWork.on("in/a.jsonl", ContentType.JSONL, lines.getBytes(UTF_8));
    }

    private static JsonObject summary(TestWork work) {
        return Json.readObject(work.written().values().iterator().next());
    }

    private static JsonObject column(JsonObject summary, int index) {
        return summary.objects("columns").get(index);
    }
}
