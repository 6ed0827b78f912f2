package io.spillway.monitoring;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Events of a pipeline named weather, as they are published. */
public final class TestEvents {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private TestEvents() {}

    public static WorkItem item(String phase, String key) {
        var object =
                new ObjectVersion(
                        new ObjectLocation("drop", key), Optional.of("v1"), "\"e\"", 1_000);
        return new WorkItem(
                WorkItem.idOf("weather", phase, object, "v1"),
                "weather",
                phase,
                object,
                ContentType.CSV,
                key,
                Upload.of("weather", object, "v1"),
                0);
    }

    public static PhaseEvent failed(String phase, String key, Failure.Kind kind, String message) {
        return failed(NOON, phase, key, kind, message);
    }

    public static PhaseEvent failed(
            Instant at, String phase, String key, Failure.Kind kind, String message) {
        return PhaseEvent.of(
                at,
                item(phase, key),
                new Route.Batch("too large"),
                1,
                new PhaseEvent.Happening.Failed(new Failure(kind, message)));
    }

    public static PhaseEvent failed(String phase, String key, Failure failure, Usage usage) {
        return PhaseEvent.of(
                usage.started().plus(usage.took()),
                item(phase, key),
                new Route.Batch("too large"),
                1,
                new PhaseEvent.Happening.Failed(failure, Optional.of(usage)));
    }

    public static PhaseEvent succeeded(String phase, String key, Instant started, Duration took) {
        return succeeded(phase, key, new Usage(started, took, 1_000, 500));
    }

    public static PhaseEvent succeeded(String phase, String key, Usage usage) {
        return PhaseEvent.of(
                usage.started().plus(usage.took()),
                item(phase, key),
                new Route.Inline("small enough"),
                1,
                new PhaseEvent.Happening.Succeeded(
                        new Results(1, List.of(), Optional.empty()), usage));
    }

    public static Notice notice(Notice.Status status, String key, String reason) {
        return Notice.of(
                NOON,
                new Notice.About(
                        "weather",
                        new ObjectLocation("drop", key),
                        Optional.of("convert"),
                        Optional.of(item("convert", key).id())),
                status,
                "1",
                reason,
                "Raise most_vcpus, or lower what the phase asks for.");
    }

    /** An invocation's input with a message for each body, named {@code m0} and so on. */
    public static byte[] batch(List<JsonObject> bodies) {
        var records =
                IntStream.range(0, bodies.size())
                        .mapToObj(
                                i ->
                                        JsonObject.of()
                                                .put("messageId", "m" + i)
                                                .put("body", Json.write(bodies.get(i)))
                                                .build())
                        .toList();
        return Json.writeBytes(JsonObject.of().put("Records", records).build());
    }
}
