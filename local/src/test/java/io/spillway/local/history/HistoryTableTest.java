package io.spillway.local.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTableTest {

    private static final String UNPACKED =
            """
            {"event":"1.succeeded","time":"2026-01-01T12:00:02.000Z","pipeline":"weather","phase":"unpack","status":"succeeded","route":"inline","object":"s3://drop/a.zip","item":"1","upload":"u1","upload_object":"s3://drop/a.zip","arrived":"2026-01-01T12:00:00.000Z","waited_ms":1500,"attempts":1,"started":"2026-01-01T12:00:01.500Z","duration_ms":500,"bytes_read":10,"cost_usd":0.1,"tags":{"owner":"me"}}
            """;

    private static final String CONVERTED =
            """
            {"event":"2.succeeded","time":"2026-01-01T12:00:09.000Z","pipeline":"weather","phase":"convert","status":"succeeded","route":"batch","object":"s3://out/a.csv","item":"2","upload":"u1","upload_object":"s3://drop/a.zip","after":"unpack","waited_ms":3000,"attempts":1,"started":"2026-01-01T12:00:05.000Z","duration_ms":4000,"bytes_read":10,"cost_usd":0.2,"tags":{"owner":"me"}}
            """;

    private static final String BROKEN =
            """
            {"event":"%s.failed","time":"2026-01-02T12:00:00.000Z","pipeline":"weather","phase":"convert","status":"failed","route":"batch","object":"s3://drop/%s","item":"3","upload":"u2","upload_object":"s3://drop/%s","kind":"bug","reason":"Cannot convert s3://drop/%s: row %s is short.","tags":{"owner":"me"}}
            """;

    @TempDir private Path directory;
    private HistoryTable table;

    @BeforeEach
    void load() throws IOException {
        write("2026-01-01/0a", UNPACKED, CONVERTED);
        write(
                "2026-01-02/0b",
                BROKEN.formatted("b", "b.csv", "b.csv", "b.csv", 17),
                BROKEN.formatted("c", "c.csv", "c.csv", "c.csv", 4));
        write("2026-01-01/0c", CONVERTED);
        table = HistoryTable.open(directory.resolve("history.duckdb"));
        assertThat(table.load(directory.resolve("history"))).isEqualTo(3);
    }

    @AfterEach
    void close() throws IOException {
        table.close();
    }

    @Test
    void holdsEachEventOnceHoweverOftenItIsWritten() throws IOException {
        assertThat(table.ask("SELECT count(*) FROM history").rows()).containsExactly(List.of("4"));
    }

    @Test
    void loadsEachFileOnce() throws IOException {
        assertThat(table.load(directory.resolve("history"))).isZero();
        write("2026-01-03/0d", BROKEN.formatted("d", "d.csv", "d.csv", "d.csv", 1), CONVERTED);

        assertThat(table.load(directory.resolve("history"))).isEqualTo(1);
        assertThat(table.ask("SELECT count(*) FROM history").rows()).containsExactly(List.of("5"));
    }

    @Test
    void loadsAgainWhatAnotherVersionLoadedWithOtherColumns() throws Exception {
        table.close();
        var file = directory.resolve("history.duckdb");
        try (var database = DuckDb.open(file);
                var statement = database.createStatement()) {
            statement.execute("ALTER TABLE records DROP COLUMN processor_ms");
        }
        table = HistoryTable.open(file);

        assertThat(table.load(directory.resolve("history"))).isEqualTo(3);
        assertThat(table.ask("SELECT count(*), max(processor_ms) FROM history").rows())
                .containsExactly(List.of("4", ""));
    }

    @Test
    void tellsHowEachPhaseDoes() throws IOException {
        assertThat(table.ask(new Question.Phases().sql()).rows())
                .containsExactly(
                        List.of(
                                "weather", "convert", "1", "2", "3", "4000", "4000", "4000", "",
                                "0.2"),
                        List.of(
                                "weather", "unpack", "1", "0", "0", "500", "500", "500", "",
                                "0.1"));
    }

    @Test
    void tellsFailuresOfOneReasonTogether() throws IOException {
        var rows = table.ask(new Question.Failures(10).sql()).rows();

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().subList(0, 4))
                .containsExactly("convert", "bug", "Cannot convert <object>: row # is short.", "2");
    }

    @Test
    void passesOverFailuresThatWereRunAgain() throws IOException {
        var failed = BROKEN.formatted("d", "d.csv", "d.csv", "d.csv", 1);
        write("2026-01-05/0e", failed.replace("d.failed", "b9.failed").replace("\"3\"", "\"b9\""));
        write("2026-01-05/0f", failed.replace("d.failed", "x").replace("\"3\"", "\"b9-r9\""));
        table.load(directory.resolve("history"));
        assertThat(failures()).containsExactly("3");

        write("2026-01-05/10", failed.replace("d.failed", "y").replace("\"3\"", "\"b9-r10\""));
        table.load(directory.resolve("history"));
        assertThat(failures()).containsExactly("3");

        write("2026-01-05/11", CONVERTED.replace("2.succ", "z").replace("\"2\"", "\"b9-r11\""));
        table.load(directory.resolve("history"));
        assertThat(failures()).containsExactly("2");
    }

    private List<String> failures() throws IOException {
        return table.ask(new Question.Failures(10).sql()).rows().stream()
                .map(row -> row.get(3))
                .toList();
    }

    @Test
    void tellsHowLongWorkWaitedForItsFirstPhaseAndBetweenPhases() throws IOException {
        assertThat(table.ask(new Question.Waits().sql()).rows())
                .containsExactly(
                        waits("convert", "unpack", "3000", "s3://out/a.csv"),
                        waits("unpack", "(upload)", "1500", "s3://drop/a.zip"));
    }

    private static List<String> waits(String phase, String after, String millis, String slowest) {
        return List.of("weather", phase, after, "1", millis, millis, millis, slowest);
    }

    @Test
    void countsTheTimesOfWhatSucceededAndTheCostOfWhatFailedToo() throws IOException {
        var failed =
                CONVERTED
                        .replace("succeeded", "failed")
                        .replace("4000", "1")
                        .replace("2.failed", "9.failed");
        write("2026-01-04/0e", failed);
        table.load(directory.resolve("history"));

        assertThat(table.ask(new Question.Phases().sql()).rows())
                .contains(
                        List.of(
                                "weather", "convert", "1", "3", "4", "4000", "4000", "4000", "",
                                "0.4"));
    }

    @Test
    void addsUpCosts() throws IOException {
        assertThat(cost(new Question.Cost.By.Upload()))
                .containsExactly("s3://drop/a.zip 0.3", "s3://drop/b.csv ", "s3://drop/c.csv ");
        assertThat(cost(new Question.Cost.By.Phase())).containsExactly("convert 0.2", "unpack 0.1");
        assertThat(cost(new Question.Cost.By.Tag("owner"))).containsExactly("me 0.3");
        assertThat(cost(new Question.Cost.By.Tag("it's"))).containsExactly(" 0.3");
    }

    private List<String> cost(Question.Cost.By by) throws IOException {
        return table.ask(new Question.Cost(by, 10).sql()).rows().stream()
                .map(row -> row.get(0) + " " + row.get(2))
                .toList();
    }

    @Test
    void tellsWhatTookLongestAndHowItChanged() throws IOException {
        assertThat(table.ask(new Question.Slowest(1).sql()).rows().getFirst())
                .contains("s3://out/a.csv", "4000");
        assertThat(table.ask(new Question.Over(Question.Over.Step.DAY).sql()).rows()).hasSize(3);
    }

    @Test
    void leavesOutWhatHappenedBefore() throws IOException {
        table.since(Instant.parse("2026-01-02T00:00:00Z"));

        assertThat(table.ask("SELECT count(*) FROM history").rows()).containsExactly(List.of("2"));
    }

    @Test
    void readsNothingElseOnceShut() throws IOException {
        var secret = Files.writeString(directory.resolve("secret.csv"), "a\n1\n");
        table.shut();

        assertThatThrownBy(() -> table.ask("SELECT * FROM '" + secret + "'"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DuckDB says: ");
        assertThatThrownBy(() -> table.ask("SET enable_external_access = true"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void hasTheColumnsOfTerraformsTable() throws IOException {
        var file = Path.of("..", "terraform", "modules", "monitoring", "history.tf");
        var text = Files.readString(file);
        var block = text.substring(text.indexOf("columns = {"), text.indexOf("\n  }\n"));
        var inTerraform = new TreeMap<String, String>();
        Pattern.compile("(\\w+) += \"([^\"]+)\"")
                .matcher(block)
                .results()
                .forEach(column -> inTerraform.put(column.group(1), column.group(2)));
        inTerraform.put("pipeline", "string");

        var athena =
                Map.of(
                        "VARCHAR", "string",
                        "TIMESTAMP", "string",
                        "BIGINT", "bigint",
                        "INTEGER", "int",
                        "DOUBLE", "double",
                        "MAP(VARCHAR, VARCHAR)", "map<string,string>");
        var inJava = new TreeMap<String, String>();
        Columns.types().forEach((name, type) -> inJava.put(name, athena.get(type)));
        assertThat(inTerraform).isEqualTo(inJava);
    }

    private void write(String name, String... lines) throws IOException {
        var file = directory.resolve("history/pipeline=weather/day=%s.jsonl.gz".formatted(name));
        Files.createDirectories(file.getParent());
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (var line : lines) {
                gzip.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
