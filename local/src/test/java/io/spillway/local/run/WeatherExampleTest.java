package io.spillway.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.deploy.Clients;
import io.spillway.local.view.RunReport;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.ledger.Entry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The weather example, run whole: real files, the stand-ins, jobs as processes. What it leaves is
 * compared with what this class computes from the same files by simpler means.
 */
class WeatherExampleTest {

    private static final Path EXAMPLE =
            Path.of("..", "examples", "weather").toAbsolutePath().normalize();

    /** Lower than the example's, so that a file of the repository is large enough for Batch. */
    private static final String INLINE_LIMIT = "200 KiB";

    @TempDir static Path directory;

    private static final RecordingView VIEW = new RecordingView();
    private static LocalRun run;
    private static RunReport report;
    private static Map<String, JsonObject> subscribed;

    @BeforeAll
    static void runTheExample() throws Exception {
        copyExample();
        run = LocalRun.start(RunOptions.of(directory).concurrency(4).maxVcpus(2).build(), VIEW);
        var queue = subscribeToSuccesses();
        Files.copy(
                EXAMPLE.resolve("incoming/daily/seattle-2012.csv"),
                directory.resolve("incoming/dropped while running.csv"));
        Clients.create()
                .s3()
                .putObject(
                        put -> put.bucket("weather-drop").key("elsewhere/put+by%a client.csv"),
                        RequestBody.fromString("station,rain\nX,1.5\n"));
        run.untilIdle();
        report = run.report();
        subscribed = receiveAll(queue);
    }

    @AfterAll
    static void stop() throws IOException {
        run.close();
    }

    private static void copyExample() throws IOException {
        var definition = Files.readString(EXAMPLE.resolve("pipeline.yaml"));
        assertThat(definition).contains("inline: {upTo: 8 MiB");
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                definition.replace("inline: {upTo: 8 MiB", "inline: {upTo: " + INLINE_LIMIT));
        copy(EXAMPLE.resolve("app"), directory.resolve("app"));
        copy(EXAMPLE.resolve("incoming"), directory.resolve("incoming"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file :
                    (Iterable<Path>)
                            files.filter(path -> !path.toString().contains("large"))::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** As an ordinary client would, with a filter on the status. */
    private static String subscribeToSuccesses() {
        var clients = Clients.create();
        var url = clients.sqs().createQueue(create -> create.queueName("a-subscriber")).queueUrl();
        var arn =
                clients.sqs()
                        .getQueueAttributes(
                                get ->
                                        get.queueUrl(url)
                                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        clients.sns()
                .subscribe(
                        subscribe ->
                                subscribe
                                        .topicArn(VIEW.info().topicArn())
                                        .protocol("sqs")
                                        .endpoint(arn)
                                        .attributes(
                                                Map.of(
                                                        "FilterPolicy",
                                                        "{\"status\":[\"succeeded\"]}")));
        return url;
    }

    private static Map<String, JsonObject> receiveAll(String queue) {
        var sqs = Clients.create().sqs();
        var all = new HashMap<String, JsonObject>();
        while (true) {
            var messages =
                    sqs.receiveMessage(receive -> receive.queueUrl(queue).maxNumberOfMessages(10))
                            .messages();
            if (messages.isEmpty()) {
                return all;
            }
            for (var message : messages) {
                var event = Json.readObject(Json.readObject(message.body()).requireText("Message"));
                assertThat(all.put(event.requireText("id"), event)).as("delivered twice").isNull();
                sqs.deleteMessage(
                        delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        }
    }

    /**
     * Ends of the work items of an upload as {@code phase route state}, each with how often it
     * occurs.
     */
    private static Map<String, Long> ends(String key) {
        return report.ends().stream()
                .filter(entry -> entry.item().upload().object().key().equals(key))
                .map(
                        entry ->
                                entry.item().phase()
                                        + " "
                                        + entry.route().word()
                                        + " "
                                        + entry.state().word())
                .collect(groupingBy(end -> end, TreeMap::new, counting()));
    }

    private static Path output(String key) {
        return report.outputs().resolve(key);
    }

    private static List<String> inputLines(String name) throws IOException {
        return Files.readAllLines(directory.resolve("incoming").resolve(name));
    }

    @Test
    void dropsEveryFileOfTheFolder() throws IOException {
        try (var files = Files.walk(directory.resolve("incoming"))) {
            assertThat(VIEW.dropped())
                    .containsExactlyInAnyOrderElementsOf(
                            files.filter(Files::isRegularFile)
                                    .map(file -> directory.relativize(file).toString())
                                    .toList());
        }
    }

    @Test
    void endsEveryWorkItemAndTellsItOnce() {
        assertThat(report.ends()).allMatch(entry -> PhaseEvent.ending(entry).isPresent());
        assertThat(report.deadLetters()).isZero();
        var terminal =
                VIEW.events().stream().filter(event -> event.happening().isTerminal()).toList();
        assertThat(terminal)
                .extracting(event -> event.item().id())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        report.ends().stream().map(entry -> entry.item().id()).toList());
    }

    @Test
    void processesSmallFilesInline() {
        assertThat(ends("incoming/all-stations.csv"))
                .isEqualTo(
                        Map.of(
                                "convert inline succeeded",
                                1L,
                                "summarise inline succeeded",
                                1L,
                                "combine ignored skipped",
                                1L));
    }

    @Test
    void spillsALargeFileOverToBatch() {
        assertThat(ends("incoming/hourly/seattle-normals.csv"))
                .containsEntry("convert batch succeeded", 1L)
                .containsKey("summarise inline succeeded");
    }

    @Test
    void fansAnArchiveOut() {
        assertThat(ends("incoming/stations.zip"))
                .isEqualTo(
                        Map.of(
                                "unpack inline succeeded",
                                1L,
                                "convert inline succeeded",
                                24L,
                                "summarise inline succeeded",
                                24L,
                                "combine inline succeeded",
                                1L,
                                "settle batch succeeded",
                                1L));
    }

    @Test
    void putsAllFilesOfAnArchiveIntoOneTable() throws IOException {
        var together = new StringBuilder();
        try (var zip =
                new ZipInputStream(
                        Files.newInputStream(EXAMPLE.resolve("incoming/stations.zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    var converted = "convert/incoming/stations.zip/" + entry.getName() + ".jsonl";
                    together.append(Files.readString(output(converted)));
                }
            }
        }

        assertThat(Files.readString(output("combine/incoming/stations.zip.every-convert.jsonl")))
                .isEqualTo(together.toString());
    }

    @Test
    void settlesAllStationsOfAnArchiveTogether() throws IOException {
        var bill = output("settle/incoming/stations.zip.every-convert.jsonl");

        assertThat(Files.readAllLines(bill.resolve("totals.csv")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("\"New York\",365,"))
                .anyMatch(line -> line.startsWith("\"Seattle\",365,"));
        assertThat(Files.readAllLines(bill.resolve("settlement.txt"))).hasSize(2 + 2 * 12);
    }

    @Test
    void runsTheLegacyProgramAsABatchJob() throws IOException {
        assertThat(ends("incoming/daily/seattle-2012.csv"))
                .containsEntry("settle batch succeeded", 1L);

        var totals =
                Files.readString(output("settle/incoming/daily/seattle-2012.csv.jsonl/totals.csv"));

        assertThat(totals).contains("\"Seattle\",366,2565.10,106.75,");
    }

    @Test
    void tellsThatTheLegacyProgramFoundItsInputBad() {
        assertThat(ends("incoming/daily/hourly-by-mistake.csv"))
                .containsEntry("settle batch failed", 1L);
    }

    @Test
    void refusesBrokenFilesWithAReason() {
        assertThat(ends("incoming/empty.csv")).isEqualTo(Map.of("intake rejected failed", 1L));
        assertThat(ends("incoming/not-really.csv")).isEqualTo(Map.of("intake rejected failed", 1L));
        for (var broken : List.of("incoming/escape.zip", "incoming/truncated.csv.gz")) {
            assertThat(ends(broken))
                    .isEqualTo(Map.of("unpack inline failed", 1L, "combine rejected failed", 1L));
        }
    }

    @Test
    void processesAFileDroppedWhileItRuns() {
        assertThat(ends("incoming/dropped while running.csv"))
                .containsKey("convert inline succeeded");
    }

    @Test
    void processesAnObjectPutByAnyClient() throws IOException {
        assertThat(ends("elsewhere/put+by%a client.csv")).containsKey("convert inline succeeded");
        assertThat(Files.readString(output("convert/elsewhere/put+by%25a client.csv.jsonl")))
                .isEqualTo("{\"station\":\"X\",\"rain\":1.5}\n");
    }

    @Test
    void bringsExactlyTheSuccessesToASubscriberThatFiltersForThem() {
        assertThat(subscribed.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        VIEW.events().stream()
                                .filter(event -> event.status().equals("succeeded"))
                                .map(PhaseEvent::id)
                                .toList());
        assertThat(subscribed.values())
                .allMatch(
                        event ->
                                event.requireText("type").equals("io.spillway.phase.succeeded.v1"));
    }

    @Test
    void unpacksTheBytesThatArePackedInAnArchive() throws IOException {
        try (var zip =
                new ZipInputStream(
                        Files.newInputStream(EXAMPLE.resolve("incoming/stations.zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    assertThat(
                                    Files.readAllBytes(
                                            output(
                                                    "unpack/incoming/stations.zip/"
                                                            + entry.getName())))
                            .isEqualTo(zip.readAllBytes());
                }
            }
        }
    }

    @Test
    void convertsEveryRowOfEveryFile() throws IOException {
        for (var name :
                List.of(
                        "all-stations.csv",
                        "hourly/seattle-normals.csv",
                        "daily/New York 2015 + Übersicht.csv")) {
            var lines = inputLines(name);
            var header = lines.getFirst().split(",");

            var rows = Files.readAllLines(output("convert/incoming/" + name + ".jsonl"));

            assertThat(rows).hasSize(lines.size() - 1);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(values(Json.readObject(rows.get(i))))
                        .isEqualTo(cells(header, lines.get(i + 1)));
            }
        }
    }

    /** The example's rows hold no quotes, so that splitting at commas reads them. */
    private static Map<String, String> cells(String[] header, String line) {
        var cells = line.split(",", -1);
        assertThat(cells).hasSameSizeAs(header);
        var row = new TreeMap<String, String>();
        for (int i = 0; i < header.length; i++) {
            row.put(header[i], cells[i]);
        }
        return row;
    }

    private static Map<String, String> values(JsonObject row) {
        return row.members().entrySet().stream()
                .collect(toMap(Map.Entry::getKey, cell -> text(cell.getValue().value())));
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonValue.Text(var _, var text) -> text;
            case JsonValue.Numeric(var _, var number) -> number.toPlainString();
            case JsonValue.Bool _, JsonValue.Null _, JsonValue.Array _, JsonObject _ ->
                    throw new AssertionError("unexpected " + value);
        };
    }

    @Test
    void summarisesWithTheSumsOfTheFile() throws IOException {
        var lines = inputLines("all-stations.csv");
        var column = List.of(lines.getFirst().split(",")).indexOf("precipitation");
        var values = new ArrayList<BigDecimal>();
        for (var line : lines.subList(1, lines.size())) {
            values.add(new BigDecimal(line.split(",")[column]));
        }

        var summary =
                Json.readObject(
                        Files.readString(
                                output("summarise/incoming/all-stations.csv.jsonl.summary.json")));

        assertThat(summary.requireWhole("rows")).isEqualTo(values.size());
        var text =
                Files.readString(output("summarise/incoming/all-stations.csv.jsonl.summary.json"));
        assertThat(text)
                .contains(
                        values.stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .stripTrailingZeros()
                                .toPlainString());
    }

    @Test
    void keepsEveryEventInAFile() throws IOException {
        assertThat(
                        Files.readAllLines(report.events(), UTF_8).stream()
                                .map(line -> Json.readObject(line).requireText("id")))
                .containsExactlyElementsOf(VIEW.events().stream().map(PhaseEvent::id).toList());
    }

    @Test
    void showsTheHistoryOfAWorkItem() {
        assertThat(report.ends().stream().map(Entry::attempts)).allMatch(attempts -> attempts <= 1);
    }
}
