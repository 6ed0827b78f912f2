package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.attempt.ClaimedWork;
import io.spillway.pipeline.attempt.Host;
import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryJobs;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.EmfMeter;
import io.spillway.pipeline.telemetry.EmfRules;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.stages.BuiltInStages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the router tells its operators: log lines, metrics, traces. */
class TelemetryTest {

    private static final String DEFINITION =
            """
            {"pipeline": "p", "phases": {
              "unpack": {"on": "upload", "match": {"types": ["zip", "gzip"]}, "stage": "unpack"},
              "convert": {"on": ["upload", {"after": "unpack"}], "match": {"types": ["csv"]}, "stage": "convert",
                          "inline": {"upTo": "1 KiB", "within": "30s"}, "batch": {"retries": 2}}}}""";

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

    @TempDir Path scratch;

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryJobs jobs = new MemoryJobs("jobs");
    private final MemoryIntakeQueue queue = new MemoryIntakeQueue();
    private final MemoryIntakeQueue submissions = new MemoryIntakeQueue();
    private final AtomicInteger writers = new AtomicInteger();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private Events topic = events;
    private String failing = "";
    private RouterFunction function;

    @BeforeEach
    void deploy() throws IOException {
        var definition = new ObjectLocation("work", "definitions/1.json");
        store.put(definition, DEFINITION.getBytes(UTF_8));
        var environment =
                Map.of(
                        "SPILLWAY_DEFINITION", definition.toString(),
                        "SPILLWAY_OUTPUT_BUCKET", "out",
                        "SPILLWAY_WORK_BUCKET", "work",
                        "SPILLWAY_PHASES_TOPIC", "topic",
                        "SPILLWAY_INTAKE_QUEUE", "queue",
                        "SPILLWAY_SUBMISSIONS_QUEUE", "submissions",
                        "SPILLWAY_JOB_QUEUE", "jobs",
                        "SPILLWAY_JOB_DEFINITION_PREFIX", "p-",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769");
        function =
                new RouterFunction(
                        Settings.of(environment),
                        new RouterFunction.Seams(
                                mayFail(),
                                published -> topic.publish(published),
                                jobs,
                                queue,
                                submissions,
                                clock::advance,
                                new EmfMeter(clock, LogContext::writeLine)),
                        clock,
                        () -> "writer-" + writers.incrementAndGet(),
                        scratch);
    }

    /** The store, of which one method can be made to fail. */
    private ObjectStore mayFail() {
        return (ObjectStore)
                Proxy.newProxyInstance(
                        ObjectStore.class.getClassLoader(),
                        new Class<?>[] {ObjectStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals(failing)) {
                                throw new IOException("No answer.");
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void invoke(JsonObject... messages) throws IOException {
        var event = Json.writeBytes(JsonObject.of().put("Records", List.of(messages)).build());
        LogContext.NONE
                .writingTo(lines::add)
                .call(
                        () -> {
                            function.handleRequest(
                                    new ByteArrayInputStream(event),
                                    new ByteArrayOutputStream(),
                                    new OneMinuteLeft());
                            return null;
                        });
    }

    /** Hands all work items that wait for a job to the function. */
    private void submit(String messageId) throws IOException {
        var bodies = submissions.drain();
        var messages = new JsonObject[bodies.size()];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = message(messages.length == 1 ? messageId : messageId + i, bodies.get(i));
        }
        invoke(messages);
    }

    private static JsonObject message(String id, String body) {
        return message(id, body, JsonObject.of(), JsonObject.of());
    }

    private static JsonObject message(
            String id,
            String body,
            JsonObject.Builder attributes,
            JsonObject.Builder messageAttributes) {
        return JsonObject.of()
                .put("messageId", id)
                .put("receiptHandle", "handle-" + id)
                .put("body", body)
                .put("attributes", attributes.put("ApproximateReceiveCount", "1"))
                .put("messageAttributes", messageAttributes)
                .build();
    }

    private static JsonObject.Builder traceparent(String value) {
        return JsonObject.of()
                .put(
                        "traceparent",
                        JsonObject.of().put("stringValue", value).put("dataType", "String"));
    }

    private ObjectVersion drop(String key, String content) {
        return store.put(new ObjectLocation("drop", key), content.getBytes(UTF_8));
    }

    private static String csv(int rows) {
        return "a,b\n" + "1,2\n".repeat(rows);
    }

    private static String uploaded(ObjectVersion object) {
        return """
        {"Records":[{"eventVersion":"2.6","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
          "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","versionId":"%s"}}}]}"""
                .formatted(
                        object.bucket(),
                        URLEncoder.encode(object.key(), UTF_8),
                        object.versionId().orElseThrow());
    }

    private List<JsonObject> logLines() {
        return lines.stream().filter(line -> !EmfRules.isOne(line)).map(Json::readObject).toList();
    }

    private JsonObject logLine(String messageId) {
        return logLines().stream()
                .filter(line -> line.text("messageId").equals(Optional.of(messageId)))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject metricsOf(String phase) {
        return lines.stream()
                .filter(EmfRules::isOne)
                .map(EmfRules::require)
                .filter(line -> line.text("phase").orElse("").equals(phase))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysOnEveryLineOfAMixedBatchWhatItIsAbout() throws IOException {
        topic =
                published -> {
                    if (published.getFirst() instanceof PhaseEvent event
                            && event.item().name().equals("in/told\nbroken.csv")) {
                        throw new IOException("The topic\nis away.");
                    }
                    events.publish(published);
                };
        jobs.loseAnswers(1);
        var broken = drop("in/told\nbroken.csv", csv(1));
        var large = drop("in/large.csv", csv(300));
        var damaged = drop("in/\"},{\"level\":\"x.csv", "a,b\n\"1,2\n");

        invoke(
                message("good", uploaded(drop("in/good.csv", csv(1)))),
                message("broken", uploaded(broken)),
                message("large", uploaded(large)),
                message("damaged", uploaded(damaged)),
                message("poison", "not\njson"),
                message("test", "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"drop\"}"));
        submit("large");

        assertThat(logLines())
                .isNotEmpty()
                .allSatisfy(
                        line -> {
                            assertThat(line.requireText("pipeline")).isEqualTo("p");
                            assertThat(line.requireText("requestId")).isEqualTo("request");
                            Instant.parse(line.requireText("time"));
                        });
        requireItem("broken", broken);
        requireItem("large", large);
        requireItem("damaged", damaged);
        assertThat(logLine("broken").requireText("message"))
                .isEqualTo("Message broken failed and comes again");
        assertThat(logLine("broken").requireText("stack"))
                .startsWith("java.io.IOException: The topic\nis away.\n\tat ");
        assertThat(logLine("poison").requireText("level")).isEqualTo("ERROR");
        assertThat(logLine("poison").get("workItem")).isEmpty();
    }

    private void requireItem(String messageId, ObjectVersion object) {
        var line = logLine(messageId);
        assertThat(line.requireText("phase")).isEqualTo("convert");
        assertThat(line.requireText("input")).isEqualTo(object.location().toString());
        assertThat(line.requireText("workItem")).matches("[0-9a-f]{32}");
        assertThat(line.requireText("upload"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(line.requireText("traceId"));
    }

    @Test
    void saysWhichObjectItIsThatCanNotBeLookedAt() throws IOException {
        var object = drop("in/a.csv", csv(1));
        failing = "start";

        invoke(message("m", uploaded(object)));

        assertThat(logLine("m").requireText("input")).isEqualTo("s3://drop/in/a.csv");
        assertThat(logLine("m").requireText("upload")).matches("[0-9a-f]{32}");
    }

    @Test
    void saysWhichWorkItemComesAgain() throws IOException {
        var object = drop("in/a.csv", csv(1));
        failing = "complete"; // its outputs stay to be completed

        invoke(message("m", uploaded(object)));

        requireItem("m", object);
        assertThat(metricsOf("").requireWhole("MessagesAgain")).isEqualTo(1);
    }

    @Test
    void saysThatAWorkItemSpillsOver() throws IOException {
        var object = drop("in/a.csv", csv(1));
        failing = "startUpload";

        for (int i = 0; i < WorkPath.MOST_INLINE_ATTEMPTS; i++) {
            invoke(message("m" + i, uploaded(object)));
        }
        assertThat(metricsOf("convert").requireWhole("ItemsSpilled")).isEqualTo(1);
        lines.removeIf(EmfRules::isOne);
        submit("submission");

        requireItem("m0", object);
        assertThat(logLine("m0").requireText("message")).startsWith("Comes again in PT2S: ");
        assertThat(logLine("m2").requireText("message")).startsWith("Spilled over: ");
        assertThat(metricsOf("convert").requireWhole("ItemsToBatch")).isEqualTo(1);
    }

    @Test
    void measuresAnInvocationInOneLineAndEachPhaseInAnother() throws IOException {
        invoke(
                message("a", uploaded(drop("in/a.csv", csv(1)))),
                message("b", uploaded(drop("in/b.csv", csv(2)))),
                message("c", uploaded(drop("in/c.csv", csv(300)))),
                message("d", uploaded(drop("in/readme.txt", "hello there"))),
                message("e", "not json"));

        var invocation = metricsOf("");
        assertThat(invocation.requireText("pipeline")).isEqualTo("p");
        assertThat(invocation.requireText("requestId")).isEqualTo("request");
        assertThat(invocation.requireWhole("Messages")).isEqualTo(5);
        assertThat(invocation.requireWhole("MessagesUnreadable")).isEqualTo(1);
        assertThat(invocation.requireWhole("TimeLeft")).isEqualTo(60_000);
        var convert = metricsOf("convert");
        assertThat(convert.requireWhole("ItemsInline")).isEqualTo(2);
        assertThat(convert.requireWhole("ItemsSucceeded")).isEqualTo(2);
        assertThat(convert.array("BytesRead")).hasSize(2);
        assertThat(convert.array("ItemDuration")).hasSize(2);
        assertThat(convert.get("ItemsToBatch")).isEmpty();
        assertThat(metricsOf("intake").requireWhole("ItemsIgnored")).isEqualTo(1);
        assertThat(lines.stream().filter(EmfRules::isOne)).hasSize(3);

        lines.clear();
        jobs.loseAnswers(1);
        submit("submission");

        var submitting = metricsOf("");
        assertThat(submitting.requireWhole("Messages")).isEqualTo(1);
        assertThat(submitting.requireWhole("MessagesAgain")).isEqualTo(1);
        assertThat(submitting.requireWhole("JobsUnanswered")).isEqualTo(1);
    }

    @Test
    void keepsOneTraceFromTheUploadsMessageToTheJobsEvents() throws IOException {
        invoke(
                message(
                        "upload",
                        uploaded(zip("in/y.zip", 2, 300)),
                        JsonObject.of(),
                        traceparent(TRACEPARENT)));
        var unpacked = events.published().stream().filter(this::isUnpacked).findFirst().get();
        invoke(message("event", Json.write(unpacked.toJson())));
        var messages = queue.drain();
        for (var message : messages) {
            invoke(message("output", message));
        }
        submit("submission");
        var environment = jobs.submitted().getFirst().environment();
        runJob(environment.get("SPILLWAY_MANIFEST"));

        assertThat(messages).hasSize(2).allSatisfy(body -> requireTrace(traceIn(body)));
        assertThat(
                        TraceContext.ofTraceparent(traceIn(messages.getFirst()))
                                .flatMap(TraceContext::parent))
                .as("the step that unpacked sent the message")
                .hasValue(unpacked.item().span(1).id());
        requireTrace(environment.get("TRACEPARENT"));
        assertThat(events.published())
                .extracting(event -> event.item().phase() + " " + event.status())
                .contains("convert routed", "convert started", "convert succeeded");
        assertThat(events.published())
                .allSatisfy(event -> requireTrace(traceIn(Json.write(event.toJson()))))
                .allSatisfy(event -> requireTrace(event.attributes().get("traceparent")));
        assertThat(jobLines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.requireText("traceId")).isEqualTo(TRACE))
                .extracting(line -> line.requireText("spanId"))
                .containsExactlyInAnyOrderElementsOf(spansOfTheJob());
    }

    private boolean isUnpacked(PhaseEvent event) {
        return event.status().equals("succeeded") && event.item().phase().equals("unpack");
    }

    private static String traceIn(String body) {
        return Json.readObject(body).requireText("traceparent");
    }

    private static void requireTrace(String traceparent) {
        assertThat(TraceContext.ofTraceparent(traceparent).orElseThrow().trace().id())
                .isEqualTo(TRACE);
    }

    private List<String> spansOfTheJob() {
        return events.published().stream()
                .filter(event -> event.status().equals("started"))
                .map(event -> event.item().span(1).id())
                .toList();
    }

    private List<JsonObject> jobLines() {
        return logLines().stream()
                .filter(line -> line.text("logger").equals(Optional.of("job")))
                .toList();
    }

    /** Does what the job runner does, with a line in the middle of the attempt. */
    private void runJob(String manifest) throws IOException {
        var catalogue = BuiltInStages.catalogue();
        var tasks =
                JobManifest.fromJson(
                                Json.readObject(
                                        store.get(ObjectLocation.parse(manifest)).orElseThrow()))
                        .tasks();
        var workPath =
                new WorkPath(
                        DefinitionReader.requireChecked(
                                Json.read(DEFINITION), "definition", catalogue),
                        store,
                        new ObjectLedger(store, "work", Places.LEDGER_PREFIX),
                        events,
                        new NamedStages(catalogue),
                        new Places("out", "work"),
                        clock,
                        () -> "job-writer");
        for (var task : tasks) {
            var outcome =
                    LogContext.NONE
                            .writingTo(lines::add)
                            .call(
                                    () ->
                                            workPath.attempt(
                                                    task.item(), task.route(), new Container()));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Ended.class,
                            ended -> assertThat(ended.state()).isInstanceOf(State.Succeeded.class));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1, , 4bf92f3577b34da6a3ce929d0e0e4736",
        "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Sampled=0, , 4bf92f3577b34da6a3ce929d0e0e4736",
        "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736, 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01, 5759e988bd862e3fe1be46a994272793",
        "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736, 00-nonsense, 4bf92f3577b34da6a3ce929d0e0e4736"
    })
    void takesTheTraceThatAnUploadsMessageBelongsTo(String xRay, String header, String expected)
            throws IOException {
        invoke(
                message(
                        "m",
                        uploaded(drop("in/a.csv", csv(1))),
                        JsonObject.of().put("AWSTraceHeader", xRay),
                        header == null ? JsonObject.of() : traceparent(header)));

        assertThat(events.published().getFirst().item().upload().trace().id()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"traceparent\":{\"Type\":\"String\",\"Value\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"}} | true",
                "{\"traceparent\":{\"Type\":\"String\",\"Value\":\"nonsense\"}} | false",
                "{\"traceparent\":{\"Type\":\"String\",\"Value\":7}}            | false",
                "{\"traceparent\":[]}                                           | false",
                "[]                                                             | false"
            })
    void takesTheTraceOfAnEnvelope(String attributes, boolean joins) throws IOException {
        var envelope =
                JsonObject.of()
                        .put("Type", "Notification")
                        .put("Message", uploaded(drop("in/a.csv", csv(1))))
                        .put("MessageAttributes", Json.read(attributes))
                        .build();

        invoke(message("m", Json.write(envelope)));

        assertThat(events.published().getFirst().item().upload().joined().isPresent())
                .isEqualTo(joins);
    }

    private ObjectVersion zip(String key, int entries, int rows) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry("f" + i + ".csv"));
                zip.write(csv(rows).getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return store.put(new ObjectLocation("drop", key), bytes.toByteArray());
    }

    /** A container without limits. */
    private final class Container implements Host {
        private static final System.Logger LOG = System.getLogger("job");

        @Override
        public Worker worker() {
            return new Worker.JobAttempt("job-1", 1);
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }

        @Override
        public boolean isStopping() {
            return false;
        }

        @Override
        public Path scratch() {
            return scratch;
        }

        @Override
        public Progress progress(ClaimedWork work) {
            return Progress.NONE;
        }

        @Override
        public void started(ClaimedWork work) {
            LOG.log(System.Logger.Level.INFO, "Started");
            events.publish(
                    List.of(
                            PhaseEvent.of(
                                    clock.instant(),
                                    work.item(),
                                    work.route(),
                                    work.attempt(),
                                    new PhaseEvent.Happening.Started(worker()))));
        }
    }
}
