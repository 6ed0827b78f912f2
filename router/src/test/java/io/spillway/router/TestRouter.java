package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryJobs;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Meter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A router with everything around it in memory, told of uploads and events as SQS would. */
final class TestRouter {

    final TestClock clock = new TestClock();
    final MemoryObjectStore store = new MemoryObjectStore(clock);
    final MemoryEvents events = new MemoryEvents();
    final MemoryIntakeQueue queue = new MemoryIntakeQueue();
    final MemoryIntakeQueue submissions = new MemoryIntakeQueue();
    final MemoryJobs jobs = new MemoryJobs("jobs", clock);
    final MemoryDeadLetters deadLetters = new MemoryDeadLetters();

    private final AtomicInteger writers = new AtomicInteger();
    private final Map<String, String> environment = new HashMap<>();
    private final Path scratch;
    private RouterFunction function;

    TestRouter(Path scratch, String outputBucket, int memoryMib) {
        this.scratch = scratch;
        environment.put("SPILLWAY_OUTPUT_BUCKET", outputBucket);
        environment.put("SPILLWAY_WORK_BUCKET", "work");
        environment.put("SPILLWAY_PHASES_TOPIC", "topic");
        environment.put("SPILLWAY_INTAKE_QUEUE", "queue");
        environment.put("SPILLWAY_SUBMISSIONS_QUEUE", "submissions");
        environment.put("SPILLWAY_JOB_QUEUE", "jobs");
        environment.put("SPILLWAY_JOB_DEFINITION_PREFIX", "p-");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memoryMib));
    }

    /** A cold start with this definition. */
    void deploy(String definition) throws IOException {
        var location =
                new ObjectLocation("work", "definitions/" + writers.incrementAndGet() + ".json");
        store.put(location, definition.getBytes(UTF_8));
        environment.put("SPILLWAY_DEFINITION", location.toString());
        function =
                new RouterFunction(
                        Settings.of(environment),
                        new RouterFunction.Seams(
                                store,
                                events,
                                jobs,
                                queue,
                                submissions,
                                clock::advance,
                                Meter.NONE,
                                List.of(deadLetters)),
                        clock,
                        () -> "writer-" + writers.incrementAndGet(),
                        scratch);
    }

    RouterFunction function() {
        return function;
    }

    /** Hands messages to the function in one batch, none of which may come again. */
    void invoke(List<String> bodies) throws IOException {
        var records = new ArrayList<JsonObject>();
        for (var body : bodies) {
            records.add(
                    JsonObject.of()
                            .put("messageId", "m" + records.size())
                            .put("receiptHandle", "h" + records.size())
                            .put("body", body)
                            .build());
        }
        var out = new ByteArrayOutputStream();
        var event = Json.writeBytes(JsonObject.of().put("Records", records).build());
        function.handleRequest(new ByteArrayInputStream(event), out, new OneMinuteLeft());
        var failures = Json.readObject(out.toByteArray()).objects("batchItemFailures");
        if (!failures.isEmpty()) {
            throw new AssertionError("Came again: " + failures);
        }
    }

    ObjectVersion drop(String key, byte[] content) {
        return store.put(new ObjectLocation("drop", key), content);
    }

    /** Drops a file and lets the router do all that follows at once. */
    void upload(String key, byte[] content) throws IOException {
        invoke(List.of(uploaded(drop(key, content))));
        var waiting = submissions.drain();
        if (!waiting.isEmpty()) {
            invoke(waiting);
        }
    }

    static String uploaded(ObjectVersion object) {
        return """
                {"Records": [{"eventVersion": "2.6", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
                  "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s", "size": %d, "eTag": "%s", "versionId": "%s"}}}]}"""
                .formatted(
                        object.bucket(),
                        URLEncoder.encode(object.key(), UTF_8),
                        object.size(),
                        object.etag(),
                        object.versionId().orElseThrow());
    }

    static String message(PhaseEvent event) {
        return Json.write(event.toJson());
    }

    /** Each event as phase, route and status. */
    List<String> published() {
        return events.published().stream()
                .map(
                        event ->
                                "%s %s %s"
                                        .formatted(
                                                event.item().phase(),
                                                event.route().word(),
                                                event.status()))
                .toList();
    }
}
