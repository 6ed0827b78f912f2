package io.spillway.monitoring.history;

import static io.spillway.monitoring.TestEvents.NOON;
import static io.spillway.monitoring.TestEvents.failed;
import static io.spillway.monitoring.TestEvents.notice;
import static io.spillway.monitoring.TestEvents.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.monitoring.TestContext;
import io.spillway.monitoring.TestEvents;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.memory.MemoryMeter;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Replays;
import io.spillway.pipeline.work.Resources;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Steps;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class HistoryFunctionTest {

    private static final HistorySettings SETTINGS =
            new HistorySettings(
                    "work",
                    1_769,
                    Map.of("settle", new JobSize(BigDecimal.ONE, 2_048, true)),
                    Map.of("owner", "weather-team"));

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final MemoryMeter meter = new MemoryMeter();
    private final HistoryFunction function = new HistoryFunction(SETTINGS, store, meter);

    @Test
    void writesWhatASuccessTook() throws IOException {
        invoke(succeeded("convert", "in/a.csv", NOON, Duration.ofSeconds(2)).toJson());

        assertThat(lines()).hasSize(1);
        var record = lines().getFirst();
        assertThat(record.requireText("status")).isEqualTo("succeeded");
        assertThat(record.requireText("started")).isEqualTo("2026-01-01T12:00:00.000Z");
        assertThat(record.requireWhole("duration_ms")).isEqualTo(2_000);
        assertThat(record.requireWhole("bytes_read")).isEqualTo(1_000);
        assertThat(record.requireText("route")).isEqualTo("inline");
        assertThat(record.requireObject("tags").requireText("owner")).isEqualTo("weather-team");
        assertThat(Json.write(record)).contains("\"cost_usd\":0.000046268");
    }

    @Test
    void writesWhatAJobTookOfItsMachineAndWhereItsTimeWent() throws IOException {
        var usage =
                new Usage(
                        NOON,
                        Duration.ofMillis(2_000),
                        10,
                        20,
                        new Resources(
                                Optional.of(Duration.ofMillis(1_500)),
                                OptionalLong.of(300),
                                OptionalLong.of(200)),
                        Optional.of(
                                new Steps(
                                        Duration.ofMillis(100),
                                        Duration.ofMillis(400),
                                        Duration.ofMillis(1_200),
                                        Duration.ofMillis(300),
                                        Optional.of(Duration.ofMillis(50)))));

        invoke(succeeded("settle", "in/a.csv", usage).toJson());

        assertThat(Json.write(lines().getFirst()))
                .contains(
                        "\"peak_memory_bytes\":300,\"programs_peak_memory_bytes\":200,\"processor_ms\":1500,\"claim_ms\":100,\"read_ms\":400,\"stage_ms\":1200,\"store_ms\":300,\"commit_ms\":50");
    }

    @Test
    void writesHowLongWorkWaitedSinceItWasUploadedOrThePhaseBeforeEnded() throws IOException {
        var usage = new Usage(NOON, Duration.ofSeconds(2), 10, 20);
        var first = succeeded("unpack", "in/a.zip", usage);
        var upload =
                first.item().upload().arrivedAt(Optional.of(NOON.minus(Duration.ofMillis(1_500))));
        var later =
                succeeded("convert", "in/a.zip/b.csv", usage)
                        .item()
                        .madeAt(Optional.of(NOON.minus(Duration.ofMillis(70))));

        assertThat(waited(withUpload(first.item(), upload), usage)).hasValue(1_500);
        assertThat(waited(withUpload(later, upload), usage)).hasValue(70);
        assertThat(
                        waited(
                                withUpload(later.madeAt(Optional.of(NOON.plusSeconds(1))), upload),
                                usage))
                .hasValue(0);
        assertThat(waited(withUpload(Replays.after(first.item()), upload), usage)).isEmpty();
        assertThat(waited(withUpload(Replays.after(later), upload), usage)).isEmpty();
        assertThat(waited(first.item(), usage)).isEmpty();
    }

    @Test
    void writesWhyAFailureFailed() throws IOException {
        invoke(failed("settle", "in/a", Failure.Kind.BUG, "No such column.").toJson());

        var record = lines().getFirst();
        assertThat(record.requireText("kind")).isEqualTo("bug");
        assertThat(record.requireText("reason")).isEqualTo("No such column.");
        assertThat(record.get("duration_ms")).isEmpty();
    }

    @Test
    void writesWhatAnAttemptTookAndCostThatFailed() throws IOException {
        var usage = new Usage(NOON, Duration.ofHours(1), 10, 20);

        invoke(failed("settle", "in/a", new Failure(Failure.Kind.BUG, "No."), usage).toJson());

        var record = lines().getFirst();
        assertThat(record.requireText("started")).isEqualTo("2026-01-01T12:00:00.000Z");
        assertThat(record.requireWhole("duration_ms")).isEqualTo(3_600_000);
        assertThat(record.requireWhole("bytes_read")).isEqualTo(10);
        assertThat(record.get("outputs")).isEmpty();
        assertThat(Json.write(record)).contains("\"cost_usd\":0.014811");
    }

    @Test
    void writesNotices() throws IOException {
        invoke(notice(Notice.Status.STUCK, "in/a", "Its job waits since 2 h.").toJson());

        assertThat(lines().getFirst().requireText("status")).isEqualTo("stuck");
    }

    @Test
    void keepsDaysApart() throws IOException {
        invoke(
                succeeded("convert", "in/a", NOON, Duration.ofSeconds(1)).toJson(),
                succeeded("convert", "in/b", NOON.plus(Duration.ofDays(1)), Duration.ofSeconds(1))
                        .toJson());

        assertThat(keys())
                .hasSize(2)
                .anyMatch(key -> key.startsWith("history/pipeline=weather/day=2026-01-01/"))
                .anyMatch(key -> key.startsWith("history/pipeline=weather/day=2026-01-02/"));
    }

    @Test
    void writesABatchThatComesAgainToTheSameObject() throws IOException {
        var a = succeeded("convert", "in/a", NOON, Duration.ofSeconds(1)).toJson();
        var b = succeeded("convert", "in/b", NOON, Duration.ofSeconds(1)).toJson();

        invoke(a, b);
        invoke(b, a, a);

        assertThat(keys()).hasSize(1);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void passesOverWhatHasNotEnded() throws IOException {
        invoke(
                JsonObject.of().put("type", "io.spillway.phase.started.v1").build(),
                JsonObject.of().put("hello", "world").build());

        assertThat(keys()).isEmpty();
    }

    @Test
    void countsWhatItCost() throws IOException {
        invoke(succeeded("convert", "in/a", NOON, Duration.ofSeconds(2)).toJson());

        assertThat(meter.flushed(Subject.of("weather")))
                .containsEntry(Metric.COST.word(), List.of(46_268L));
    }

    private static OptionalLong waited(WorkItem item, Usage usage) {
        var event =
                PhaseEvent.of(
                        NOON,
                        item,
                        new Route.Inline("Small."),
                        1,
                        new PhaseEvent.Happening.Succeeded(
                                new Results(0, List.of(), Optional.empty()), usage));
        var record = HistoryRecord.of(event.toJson(), new Costs(1_024, Map.of()), Map.of());
        return Json.readObject(record.orElseThrow().line()).whole("waited_ms");
    }

    private static WorkItem withUpload(WorkItem item, Upload upload) {
        return new WorkItem(
                item.id(),
                item.pipeline(),
                item.phase(),
                item.input(),
                item.type(),
                item.name(),
                upload,
                item.hops(),
                item.passed(),
                item.place(),
                item.set(),
                item.made());
    }

    private void invoke(JsonObject... bodies) throws IOException {
        var answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(TestEvents.batch(List.of(bodies))),
                answer,
                new TestContext(60_000));
        assertThat(answer.toString(StandardCharsets.UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
    }

    private List<String> keys() throws IOException {
        try (var keys = store.list("work", "", "")) {
            return keys.map(ObjectLocation::key).toList();
        }
    }

    private List<JsonObject> lines() throws IOException {
        var lines = new ArrayList<JsonObject>();
        for (var key : keys()) {
            var content = store.get(new ObjectLocation("work", key)).orElseThrow();
            try (var gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
                new String(gzip.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(Json::readObject)
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
