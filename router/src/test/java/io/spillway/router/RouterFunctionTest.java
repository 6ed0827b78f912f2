package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryJobs;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterFunctionTest {

    private static final String DEFINITION =
            """
            {"pipeline": "p", "phases": {
              "unpack": {"on": "upload", "match": {"types": ["zip", "gzip"]}, "stage": "unpack"},
              "convert": {"on": ["upload", {"after": "unpack"}], "match": {"types": ["csv"]}, "stage": "convert",
                          "inline": {"upTo": "1 KiB", "within": "30s"}, "batch": {"retries": 2}}}}""";

    @TempDir Path scratch;

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryJobs jobs = new MemoryJobs("jobs");
    private final MemoryIntakeQueue queue = new MemoryIntakeQueue();
    private final MemoryIntakeQueue submissions = new MemoryIntakeQueue();
    private final AtomicInteger writers = new AtomicInteger();
    private RouterFunction function;

    @BeforeEach
    void deploy() throws IOException {
        var definition = new ObjectLocation("work", "definitions/1.json");
        store.put(definition, DEFINITION.getBytes(UTF_8));
        var settings =
                new Settings(
                        definition,
                        new Places("out", "work"),
                        "topic",
                        "queue",
                        "submissions",
                        "jobs",
                        "p-",
                        1_769L << 20,
                        WorkPath.LEASE);
        function =
                new RouterFunction(
                        settings,
                        new RouterFunction.Seams(
                                store, events, jobs, queue, submissions, clock::advance),
                        clock,
                        () -> "writer-" + writers.incrementAndGet(),
                        scratch);
    }

    /** The ids of the messages that must come again. */
    private List<String> invoke(String... bodies) throws IOException {
        var records = new ArrayList<JsonObject>();
        for (int i = 0; i < bodies.length; i++) {
            records.add(message("m" + i, "h" + i, bodies[i]));
        }
        return invoke(records);
    }

    private static JsonObject message(String id, String receiptHandle, String body) {
        return JsonObject.of()
                .put("messageId", id)
                .put("receiptHandle", receiptHandle)
                .put("body", body)
                .put("attributes", JsonObject.of().put("ApproximateReceiveCount", "1"))
                .put("eventSource", "aws:sqs")
                .build();
    }

    private List<String> invoke(List<JsonObject> records) throws IOException {
        var out = new ByteArrayOutputStream();
        var event = Json.writeBytes(JsonObject.of().put("Records", records).build());
        function.handleRequest(new ByteArrayInputStream(event), out, new OneMinuteLeft());
        return Json.readObject(out.toByteArray()).objects("batchItemFailures").stream()
                .map(failure -> failure.requireText("itemIdentifier"))
                .toList();
    }

    private ObjectVersion drop(String key, byte[] content) {
        return store.put(new ObjectLocation("drop", key), content);
    }

    private static String uploaded(ObjectVersion object) {
        return Json.write(
                JsonObject.of()
                        .put(
                                "Records",
                                List.of(
                                        JsonObject.of()
                                                .put("eventVersion", "2.6")
                                                .put("eventSource", "aws:s3")
                                                .put("eventName", "ObjectCreated:Put")
                                                .put(
                                                        "s3",
                                                        JsonObject.of()
                                                                .put(
                                                                        "bucket",
                                                                        JsonObject.of()
                                                                                .put(
                                                                                        "name",
                                                                                        object
                                                                                                .bucket()))
                                                                .put(
                                                                        "object",
                                                                        JsonObject.of()
                                                                                .put(
                                                                                        "key",
                                                                                        URLEncoder
                                                                                                .encode(
                                                                                                        object
                                                                                                                .key(),
                                                                                                        UTF_8))
                                                                                .put(
                                                                                        "size",
                                                                                        object
                                                                                                .size())
                                                                                .put(
                                                                                        "eTag",
                                                                                        object
                                                                                                .etag())
                                                                                .put(
                                                                                        "versionId",
                                                                                        object.versionId()
                                                                                                .orElseThrow())
                                                                                .put(
                                                                                        "sequencer",
                                                                                        "00A1")))
                                                .build()))
                        .build());
    }

    private List<String> published() {
        return events.published().stream()
                .map(
                        event ->
                                event.item().phase()
                                        + " "
                                        + event.route().word()
                                        + " "
                                        + event.status())
                .toList();
    }

    private static byte[] csv(int rows) {
        return ("a,b\n" + "1,2\n".repeat(rows)).getBytes(UTF_8);
    }

    private String phaseEvent(int index) {
        return Json.write(events.published().get(index).toJson());
    }

    @Test
    void processesASmallUploadInline() throws IOException {
        assertThat(invoke(uploaded(drop("in/a b+ü.csv", csv(2))))).isEmpty();

        assertThat(published()).containsExactly("convert inline succeeded");
        assertThat(store.get(new ObjectLocation("out", "convert/in/a b+ü.csv.jsonl")))
                .hasValue("{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n".getBytes(UTF_8));
        assertThat(jobs.submitted()).isEmpty();
    }

    /** Hands everything in the submissions queue to the function at once. */
    private List<String> submitAll() throws IOException {
        return invoke(submissions.drain().toArray(String[]::new));
    }

    @Test
    void submitsALargeUploadToBatch() throws IOException {
        assertThat(invoke(uploaded(drop("in/a.csv", csv(300))))).isEmpty();
        assertThat(published()).isEmpty();
        assertThat(submitAll()).isEmpty();

        assertThat(published()).containsExactly("convert batch routed");
        var job = jobs.submitted().getFirst();
        assertThat(job.definition()).isEqualTo("p-convert-1");
        assertThat(job.name()).matches("p-convert-1-[0-9a-f]{32}");
        assertThat(job.arraySize()).isEmpty();
        var manifest = ObjectLocation.parse(job.environment().get("SPILLWAY_MANIFEST"));
        var tasks =
                JobManifest.fromJson(Json.readObject(store.get(manifest).orElseThrow())).tasks();
        assertThat(tasks.getFirst().item().input().key()).isEqualTo("in/a.csv");
        assertThat(tasks.getFirst().route().reason())
                .isEqualTo("1.2 KiB: more than the 1 KiB that phase convert takes inline.");
    }

    @Test
    void processesAnUploadOnceHoweverOftenItIsTold() throws IOException {
        var message = uploaded(drop("in/a.csv", csv(1)));

        var first = invoke(message, message, message, message);
        clock.advance(Duration.ofMinutes(1));
        invoke(first.stream().map(_ -> message).toArray(String[]::new));

        assertThat(published()).containsOnly("convert inline succeeded");
        assertThat(events.published())
                .extracting(PhaseEvent::id)
                .containsOnly(events.published().getFirst().id());
        assertThat(store.versions(new ObjectLocation("out", "convert/in/a.csv.jsonl")))
                .isEqualTo(1);
    }

    @Test
    void handlesAMessageOnceThatSqsDeliversTwiceInABatch() throws IOException {
        var body = uploaded(drop("in/a.csv", csv(1)));

        var failed = invoke(List.of(message("m", "h1", body), message("m", "h2", body)));

        assertThat(failed).isEmpty();
        assertThat(published()).containsExactly("convert inline succeeded");
    }

    @Test
    void letsBothCopiesOfAMessageComeAgainAtTheSameTime() throws IOException {
        jobs.loseAnswers(1);
        invoke(uploaded(drop("in/a.csv", csv(300))));
        var body = submissions.drain().getFirst();

        var failed = invoke(List.of(message("m", "h1", body), message("m", "h2", body)));

        assertThat(failed).containsExactly("m");
        assertThat(queue.delays()).isEmpty();
        assertThat(submissions.delays()).containsExactly(WorkPath.LEASE, WorkPath.LEASE);
    }

    @Test
    void submitsAJobOnceHoweverOftenItIsTold() throws IOException {
        var message = uploaded(drop("in/a.csv", csv(300)));

        invoke(message);
        invoke(message);
        var messages = submissions.drain().toArray(String[]::new);
        assertThat(messages).hasSize(2);
        assertThat(invoke(messages)).isEmpty();
        assertThat(invoke(messages)).isEmpty();

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(published()).containsExactly("convert batch routed");
    }

    @Test
    void submitsManyUploadsInOneJob() throws IOException {
        for (int i = 0; i < 25; i++) {
            invoke(uploaded(drop("in/" + i + ".csv", csv(300))));
        }

        assertThat(submitAll()).isEmpty();

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(events.published())
                .extracting(event -> event.item().input().key() + " " + event.status())
                .hasSize(25)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.endsWith(" routed"));
    }

    @Test
    void runsInlineWhatComesBesideSubmissions() throws IOException {
        invoke(uploaded(drop("in/large.csv", csv(300))));
        var submission = submissions.drain().getFirst();

        assertThat(invoke("{", submission, uploaded(drop("in/small.csv", csv(1)))))
                .containsExactly("m0");

        assertThat(published())
                .containsExactlyInAnyOrder("convert batch routed", "convert inline succeeded");
    }

    /** As invocations do that are killed while they work, one after the other. */
    private void claimInlineWithoutAWord(ObjectVersion object, int times) throws IOException {
        var revision = object.versionId().orElseThrow();
        var item =
                new WorkItem(
                        WorkItem.idOf("p", "convert", object, revision),
                        "p",
                        "convert",
                        object,
                        ContentType.CSV,
                        object.key(),
                        Upload.of("p", object, revision),
                        0);
        var claimed =
                new State.Claimed(
                        new Worker.Invocation("dead"), clock.instant().plus(WorkPath.LEASE));
        var ledger = new ObjectLedger(store, "work", Places.LEDGER_PREFIX);
        var entry =
                Entry.first(clock.instant(), "dead-1", item, new Route.Inline("Small."), claimed);
        ledger.append(entry);
        for (int i = 2; i <= times; i++) {
            entry = entry.next(clock.instant(), "dead-" + i, claimed);
            ledger.append(entry);
        }
        clock.advance(WorkPath.LEASE);
    }

    @Test
    void triesAgainInlineAfterTwoSilentAttempts() throws IOException {
        var object = drop("in/a.csv", csv(1));
        claimInlineWithoutAWord(object, 2);

        assertThat(invoke(uploaded(object))).isEmpty();

        assertThat(published()).containsExactly("convert inline succeeded");
        assertThat(events.published().getFirst().attempt()).isEqualTo(3);
    }

    @Test
    void spillsAnItemWhoseInlineAttemptsEndedThreeTimesWithoutAWord() throws IOException {
        var object = drop("in/a.csv", csv(1));
        claimInlineWithoutAWord(object, 3);

        assertThat(invoke(uploaded(object))).isEmpty();
        assertThat(submitAll()).isEmpty();
        assertThat(invoke(uploaded(object))).as("told again").isEmpty();

        assertThat(submissions.drain()).isEmpty();
        assertThat(published()).containsExactly("convert batch routed");
        assertThat(events.published().getFirst().route().reason())
                .startsWith(
                        "Spilled over after 3 inline attempts: Phase convert on s3://drop/in/a.csv was attempted 3 times inside the function, and the last attempt has not been heard of for 30s");
    }

    @Test
    void findsTheJobWhoseAnswerWasLost() throws IOException {
        jobs.loseAnswers(1);
        var message = uploaded(drop("in/a.csv", csv(300)));

        invoke(message);
        var submission = submissions.drain().getFirst();
        assertThat(invoke(submission)).containsExactly("m0");
        assertThat(invoke(submission)).containsExactly("m0");
        clock.advance(WorkPath.LEASE);
        assertThat(invoke(submission)).isEmpty();

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(published()).containsExactly("convert batch routed");
    }

    @Test
    void processesEachVersionOfAKey() throws IOException {
        var first = drop("in/a.csv", csv(1));
        var second = drop("in/a.csv", csv(2));

        invoke(uploaded(first), uploaded(second));

        assertThat(events.published()).hasSize(2);
        assertThat(events.published())
                .extracting(event -> event.item().id())
                .doesNotHaveDuplicates();
    }

    @Test
    void fansOutTheEntriesOfAnArchive() throws IOException {
        invoke(uploaded(drop("in/z.zip", zip(3))));

        assertThat(invoke(phaseEvent(0))).isEmpty();
        var messages = queue.drain();
        assertThat(messages).hasSize(3);
        invoke(messages.toArray(String[]::new));

        assertThat(published())
                .containsExactly(
                        "unpack inline succeeded",
                        "convert inline succeeded",
                        "convert inline succeeded",
                        "convert inline succeeded");
        assertThat(store.list("out", "convert/", "").map(ObjectLocation::key))
                .containsExactly(
                        "convert/in/z.zip/f0.csv.jsonl",
                        "convert/in/z.zip/f1.csv.jsonl",
                        "convert/in/z.zip/f2.csv.jsonl");
        assertThat(events.published())
                .extracting(event -> event.item().upload().object().key())
                .containsOnly("in/z.zip");
    }

    @Test
    void tellsOfEachEntrySinceWhenItWasThere() throws IOException {
        invoke(uploaded(drop("in/one.zip", zip(1))), uploaded(drop("in/many.zip", zip(3))));
        var unpacked = events.published().getFirst().time();
        clock.advance(Duration.ofMinutes(1));

        invoke(phaseEvent(0), phaseEvent(1));
        clock.advance(Duration.ofMinutes(1));
        invoke(queue.drain().toArray(String[]::new));

        assertThat(events.published()).hasSize(6);
        assertThat(events.published().subList(2, 6))
                .allSatisfy(event -> assertThat(event.item().made()).hasValue(unpacked));
    }

    @Test
    void fansOutMoreEntriesThanAnEventLists() throws IOException {
        invoke(uploaded(drop("in/z.zip", zip(450))));

        invoke(phaseEvent(0));
        var ranges = queue.drain();
        assertThat(ranges).hasSize(3);
        invoke(ranges.toArray(String[]::new));

        var unpacked = "\"ended\":\"%s\"".formatted(events.published().getFirst().time());
        assertThat(queue.drain())
                .hasSize(450)
                .doesNotHaveDuplicates()
                .allMatch(message -> message.contains(unpacked));
    }

    @Test
    void keepsGoodMessagesFromComingAgainWithABadOne() throws IOException {
        var failed =
                invoke(
                        "not json",
                        uploaded(drop("in/a.csv", csv(1))),
                        "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"drop\"}");

        assertThat(failed).containsExactly("m0");
        assertThat(published()).containsExactly("convert inline succeeded");
    }

    @Test
    void rejectsAnUploadThatCanNotBeWhatItSays() throws IOException {
        invoke(
                uploaded(
                        drop(
                                "in/a.csv",
                                new byte[] {
                                    (byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13
                                })));

        assertThat(published()).containsExactly("intake rejected failed");
    }

    @Test
    void ignoresAndCountsWhatNoPhaseWants() throws IOException {
        invoke(uploaded(drop("in/readme.txt", "hello there".getBytes(UTF_8))));

        assertThat(published()).containsExactly("intake ignored skipped");
    }

    @Test
    void tellsOfAnUploadThatWasDeletedBeforeItWasRouted() throws IOException {
        var object = drop("in/a.csv", csv(1));
        store.delete(object.location());

        assertThat(invoke(uploaded(object))).isEmpty();

        assertThat(published()).containsExactly("intake rejected failed");
    }

    @Test
    void endsAWorkItemWhoseContainerDiedWithoutAWord() throws IOException {
        invoke(uploaded(drop("in/a.csv", csv(300))));
        submitAll();
        var ended =
                Json.write(
                        JsonObject.of()
                                .put("source", "aws.batch")
                                .put("detail-type", "Batch Job State Change")
                                .put(
                                        "detail",
                                        JsonObject.of()
                                                .put("jobId", "job-1")
                                                .put("jobName", jobs.submitted().getFirst().name())
                                                .put("status", "FAILED")
                                                .put(
                                                        "statusReason",
                                                        "Essential container in task exited")
                                                .put("attempts", List.of(JsonObject.of().build()))
                                                .put(
                                                        "container",
                                                        JsonObject.of().put("exitCode", 137)))
                                .build());

        invoke(ended);
        invoke(ended);

        assertThat(published()).containsExactly("convert batch routed", "convert batch failed");
        assertThat(
                        ((PhaseEvent.Happening.Failed) events.published().getLast().happening())
                                .failure()
                                .message())
                .isEqualTo(
                        "Job job-1 of phase convert on s3://drop/in/a.csv ended FAILED after 1 attempts without finishing it: Essential container in task exited (exit status 137). Its log tells more; to run it again: ./spillway replay --item %s."
                                .formatted(events.published().getLast().item().id()));
    }

    private static byte[] zip(int entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry("f" + i + ".csv"));
                zip.write(csv(i % 5 + 1));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
