package io.spillway.local.view;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Uploads, work items, events and entries for tests, at fixed times. */
public final class Samples {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    public static final Route INLINE =
            new Route.Inline("Csv of 48 KiB: about 210 ms, within 64 MiB and 1m.");
    public static final Route BATCH =
            new Route.Batch("120 MiB: more than the 64 MiB that phase convert takes inline.");

    private Samples() {}

    public static TestClock clockAtNoon() {
        var clock = new TestClock();
        clock.advance(Duration.between(clock.instant(), NOON));
        return clock;
    }

    public static Instant noonPlus(double seconds) {
        return NOON.plusMillis((long) (seconds * 1000));
    }

    public static ObjectVersion object(String key, long size) {
        return new ObjectVersion(
                new ObjectLocation("weather-drop", key), Optional.empty(), "etag", size);
    }

    /** A work item of an upload itself. */
    public static WorkItem item(String phase, String key, long size) {
        var object = object(key, size);
        return new WorkItem(
                WorkItem.idOf("weather", phase, object, "etag"),
                "weather",
                phase,
                object,
                ContentType.CSV,
                key,
                Upload.of("weather", object, "etag"),
                0);
    }

    /** A work item of what an upload held. */
    public static WorkItem part(WorkItem of, String phase, String name, long size) {
        var object =
                new ObjectVersion(
                        new ObjectLocation("weather-output", "unpack/" + name),
                        Optional.empty(),
                        "etag",
                        size);
        return new WorkItem(
                WorkItem.idOf("weather", phase, object, "etag"),
                "weather",
                phase,
                object,
                ContentType.CSV,
                name,
                of.upload(),
                1);
    }

    public static PhaseEvent routed(WorkItem item, Instant at) {
        return PhaseEvent.of(at, item, BATCH, 0, new Happening.Routed());
    }

    public static PhaseEvent started(WorkItem item, int attempt, Instant at) {
        return PhaseEvent.of(
                at,
                item,
                BATCH,
                attempt,
                new Happening.Started(new Worker.JobAttempt("job-1", attempt)));
    }

    public static PhaseEvent progressed(
            WorkItem item, int attempt, long done, long total, Instant at) {
        return PhaseEvent.of(at, item, BATCH, attempt, new Happening.Progressed(done, total));
    }

    public static PhaseEvent succeeded(WorkItem item, Route route, Instant at) {
        return PhaseEvent.ending(end(item, route, success(item, 1), at)).orElseThrow();
    }

    public static PhaseEvent failed(WorkItem item, Failure failure, Instant at) {
        return PhaseEvent.ending(end(item, BATCH, new State.Failed(failure), at)).orElseThrow();
    }

    public static State success(WorkItem item, int outputs) {
        var listed =
                IntStream.range(0, outputs)
                        .mapToObj(
                                i ->
                                        new ObjectLocation(
                                                "weather-output",
                                                item.phase() + "/" + item.name() + "." + i))
                        .map(
                                location ->
                                        new ObjectVersion(
                                                location, Optional.empty(), "etag", 2_048))
                        .toList();
        return new State.Succeeded(
                new Results(outputs, listed, Optional.empty()),
                new Usage(NOON, Duration.ofMillis(310), item.input().size(), 2_048L * outputs));
    }

    public static Entry end(WorkItem item, Route route, State state, Instant at) {
        return new Entry(3, at, "writer", item, route, 1, state);
    }

    public static RunReport report(List<Entry> ends, int deadLetters) {
        return new RunReport(
                ends,
                deadLetters,
                Duration.ofMillis(8_200),
                Path.of("/state/outputs"),
                Path.of("/state/events.jsonl"));
    }

    public static RunInfo info() {
        return new RunInfo(
                "weather",
                Path.of("/weather/incoming"),
                Map.of("AWS_ENDPOINT_URL_S3", URI.create("http://127.0.0.1:4566")),
                "weather-drop",
                "weather-output",
                "arn:aws:sns:us-east-1:000000000000:weather-phases",
                Path.of("/state"));
    }
}
