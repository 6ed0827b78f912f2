package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.job.TestTasks;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryJobs;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Usage;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.IntakeParser;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEndingsTest {

    private static final String NAME = "p-convert-1-0123";
    private static final String QUEUE =
            "\"jobQueue\":\"arn:aws:batch:us-east-1:000000000000:job-queue/jobs\"";
    private static final String OUT_OF_MEMORY =
            """
            "status":"FAILED","statusReason":"Essential container in task exited",
            "attempts":[{"container":{"exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage"}}],
            "container":{"exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage"}""";
    private static final String BUG =
            """
            "status":"FAILED","statusReason":"Essential container in task exited",
            "attempts":[{"container":{"exitCode":134}}],"container":{"exitCode":134}""";
    private static final String SUCCEEDED =
            "\"status\":\"SUCCEEDED\",\"attempts\":[{}],\"container\":{\"exitCode\":0}";
    private static final String RUNNING = "\"status\":\"RUNNING\",\"container\":{}";

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Ledger ledger = new ObjectLedger(store, "work", Places.LEDGER_PREFIX);
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryJobs jobs = new MemoryJobs("jobs");
    private final MemoryIntakeQueue submissions = new MemoryIntakeQueue();
    private final AtomicInteger writers = new AtomicInteger();
    private final Places places = new Places("out", "work");

    private JobEndings endings(IntakeQueue queue) {
        var definition =
                DefinitionReader.requireChecked(
                        Json.readObject(
                                """
                                {"pipeline": "p", "phases": {
                                  "convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert"}}}"""),
                        "pipeline.json",
                        BuiltInStages.catalogue());
        var settings =
                new Settings(
                        new ObjectLocation("work", "definitions/1.json"),
                        places,
                        "topic",
                        "queue",
                        "submissions",
                        "jobs",
                        "p-",
                        1_769L << 20,
                        WorkPath.LEASE);
        var workPath =
                new WorkPath(
                        definition,
                        store,
                        ledger,
                        events,
                        _ -> {
                            throw new AssertionError("no stage runs here");
                        },
                        places,
                        clock,
                        () -> "writer-" + writers.incrementAndGet());
        return new JobEndings(settings, store, jobs, workPath, queue);
    }

    private static String event(String jobId, String rest) {
        return """
               {"version":"0","id":"e","detail-type":"Batch Job State Change","source":"aws.batch","time":"2026-01-01T00:00:00Z",
                "detail":{"jobArn":"arn:aws:batch:us-east-1:000000000000:job/%s","jobId":"%s","jobName":"%s",%s,"unknown":[{}],%s}}"""
                .formatted(jobId, jobId, NAME, QUEUE, rest);
    }

    private static EndedJob ended(String event) {
        return ((IntakeMessage.JobEnded) IntakeParser.parse(event)).job();
    }

    private void tell(String event) throws IOException {
        switch (IntakeParser.parse(event)) {
            case IntakeMessage.JobEnded(var job) ->
                    assertThat(endings(submissions).handle(job)).isEqualTo(Handled.DONE);
            case IntakeMessage.Nothing _ -> {}
            case IntakeMessage other -> throw new AssertionError("read as " + other);
        }
    }

    /** Submits an array job of these children; everything is recorded as submitted. */
    private List<Task> submit(List<List<Task>> children) throws Exception {
        var manifest = new JobManifest(children);
        store.put(places.jobManifest(NAME), Json.writeBytes(manifest.toJson()));
        var size = manifest.isArray() ? OptionalInt.of(children.size()) : OptionalInt.empty();
        var id = jobs.submit(new JobRequest(NAME, "jobs", "p-convert-1", size, Map.of(), Map.of()));
        for (int i = 0; i < children.size(); i++) {
            for (var task : children.get(i)) {
                var state = new State.Submitted(NAME, manifest.childId(id, i));
                ledger.append(
                        Entry.first(clock.instant(), "router", task.item(), task.route(), state));
            }
        }
        return manifest.tasks();
    }

    private void claim(Task task, String jobId) throws IOException {
        var claimed =
                new State.Claimed(
                        new Worker.JobAttempt(jobId, 1), clock.instant().plus(WorkPath.LEASE));
        append(task, claimed);
    }

    private void append(Task task, State state) throws IOException {
        var newest = ledger.newest(task.item().id()).orElseThrow();
        ledger.append(newest.next(clock.instant(), "worker", state));
    }

    private String word(Task task) throws IOException {
        return ledger.newest(task.item().id()).orElseThrow().state().word();
    }

    private List<Task> sent() {
        return submissions.drain().stream()
                .map(body -> ((IntakeMessage.Submission) IntakeParser.parse(body)).task())
                .toList();
    }

    private static List<Task> of(int... numbers) {
        var tasks = new ArrayList<Task>();
        for (int number : numbers) {
            tasks.add(TestTasks.task(number, 1));
        }
        return tasks;
    }

    @Test
    void sendsOnlyTheChildThatRanOutOfMemoryToALargerJob() throws Exception {
        var tasks = submit(List.of(of(0), of(1)));
        claim(tasks.get(1), "job-1:1");

        tell(event("job-1:1", OUT_OF_MEMORY));

        assertThat(sent()).containsExactly(tasks.get(1).again(2, 0));
        assertThat(word(tasks.get(0))).isEqualTo("submitted");
        assertThat(events.published()).isEmpty();
    }

    @Test
    void tellsOnceOfEachWorkItemThatGoesOnAfterItsJobDied() throws Exception {
        var tasks = submit(List.of(of(0), of(1)));
        claim(tasks.get(1), "job-1:1");

        tell(event("job-1:1", OUT_OF_MEMORY));
        tell(event("job-1:1", OUT_OF_MEMORY));

        assertThat(events.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.status()).isEqualTo(Notice.Status.RECOVERED);
                            assertThat(notice.item()).hasValue(tasks.get(1).item().id());
                            assertThat(notice.reason())
                                    .contains("job-1:1", "ran out of memory in size 1")
                                    .endsWith("A job of the next size follows.");
                        });
    }

    @Test
    void tellsNothingWhereTheAttemptItselfAskedForALargerJob() throws Exception {
        var tasks = submit(List.of(of(0)));
        claim(tasks.getFirst(), "job-1");
        append(
                tasks.getFirst(),
                new State.Released(
                        new Worker.JobAttempt("job-1", 1),
                        new Failure(Failure.Kind.MEMORY, "Wants more.")));

        tell(event("job-1", BUG));

        assertThat(sent()).containsExactly(tasks.getFirst().again(2, 0));
        assertThat(events.notices()).isEmpty();
    }

    @Test
    void sendsTheTasksBehindTheOneThatDiedToAnotherJob() throws Exception {
        var tasks = submit(List.of(of(0, 1, 2)));
        claim(tasks.get(0), "job-1");
        append(tasks.get(0), new State.Skipped("Done."));
        append(tasks.get(0), new State.Announced());
        claim(tasks.get(1), "job-1");

        tell(event("job-1", BUG));

        assertThat(sent()).containsExactly(tasks.get(2).again(1, 1));
        assertThat(events.statuses(tasks.get(1).item().id())).containsExactly("failed");
        assertThat(events.published()).hasSize(1);
    }

    @Test
    void sendsAgainWhereItDiedBeforeSending() throws Exception {
        var tasks = submit(List.of(of(0)));
        claim(tasks.getFirst(), "job-1");
        var job = ended(event("job-1", OUT_OF_MEMORY));
        IntakeQueue broken =
                new IntakeQueue() {
                    @Override
                    public void send(List<String> bodies) throws IOException {
                        throw new IOException("No answer.");
                    }

                    @Override
                    public void sendLater(String body, Duration delay) throws IOException {
                        throw new IOException("No answer.");
                    }

                    @Override
                    public void retryAfter(String receiptHandle, Duration delay) {
                        throw new AssertionError("nothing is put off here");
                    }
                };

        assertThatThrownBy(() -> endings(broken).handle(job)).hasMessage("No answer.");
        assertThat(word(tasks.getFirst())).isEqualTo("requeued");
        endings(submissions).handle(job);

        assertThat(sent()).containsExactly(tasks.getFirst().again(2, 0));
    }

    @Test
    void failsWhatDiedWhileCommittingAndWhoseUploadsAreGone() throws Exception {
        var tasks = submit(List.of(of(0)));
        claim(tasks.getFirst(), "job-1");
        var upload =
                new PendingUpload(new ObjectLocation("out", "convert/0"), "aborted", List.of(), 1);
        var usage = new Usage(clock.instant(), Duration.ofSeconds(1), 1, 1);
        append(tasks.getFirst(), new State.Committing(List.of(upload), 2, usage));

        tell(event("job-1", BUG));

        assertThat(word(tasks.getFirst())).isEqualTo("announced");
        assertThat(events.statuses(tasks.getFirst().item().id())).containsExactly("failed");
    }

    /** 0 succeeds, 1 runs out of memory, 2 has a bug, 3 is told of by nobody but the parent. */
    private List<Task> scene() throws Exception {
        var tasks = submit(List.of(of(0), of(1), of(2), of(3)));
        claim(tasks.get(0), "job-1:0");
        append(tasks.get(0), new State.Skipped("Done."));
        append(tasks.get(0), new State.Announced());
        claim(tasks.get(1), "job-1:1");
        claim(tasks.get(2), "job-1:2");
        claim(tasks.get(3), "job-1:3");
        jobs.end(ended(event("job-1:0", SUCCEEDED)));
        jobs.end(ended(event("job-1:1", OUT_OF_MEMORY)));
        jobs.end(ended(event("job-1:2", BUG)));
        jobs.end(ended(event("job-1:3", OUT_OF_MEMORY)));
        return tasks;
    }

    private static List<String> sceneEvents() {
        return List.of(
                event("job-1:0", SUCCEEDED),
                event("job-1:1", OUT_OF_MEMORY),
                event("job-1:2", BUG),
                event(
                        "job-1",
                        "\"status\":\"FAILED\",\"statusReason\":\"Array Child Job failed\",\"arrayProperties\":{\"size\":4}"),
                event("job-1:0", RUNNING));
    }

    private static void permute(List<String> rest, List<String> chosen, List<List<String>> all) {
        if (rest.isEmpty()) {
            all.add(List.copyOf(chosen));
        }
        for (int i = 0; i < rest.size(); i++) {
            var others = new ArrayList<>(rest);
            chosen.add(others.remove(i));
            permute(others, chosen, all);
            chosen.removeLast();
        }
    }

    @Test
    void endsTheSameInWhateverOrderAndHoweverOftenItIsTold() throws Exception {
        var orders = new ArrayList<List<String>>();
        permute(sceneEvents(), new ArrayList<>(), orders);
        assertThat(orders).hasSize(120);

        for (var order : orders) {
            var run = new JobEndingsTest();
            var tasks = run.scene();

            for (var event : order) {
                run.tell(event);
                run.tell(event);
            }

            assertThat(List.of(run.word(tasks.get(0)), run.word(tasks.get(2))))
                    .containsOnly("announced");
            assertThat(run.events.published())
                    .extracting(event -> event.item().id() + " " + event.status())
                    .containsExactly(tasks.get(2).item().id() + " failed");
            assertThat(run.sent()).containsOnly(tasks.get(1).again(2, 0), tasks.get(3).again(2, 0));
        }
    }

    @Test
    void settlesWhatAwsBatchKnowsNoMoreByWhatTheParentSays() throws Exception {
        var tasks = submit(List.of(of(0), of(1)));

        tell(
                event(
                        "job-1",
                        "\"status\":\"FAILED\",\"statusReason\":\"Array Child Job failed\",\"arrayProperties\":{\"size\":2}"));

        for (var task : tasks) {
            assertThat(events.statuses(task.item().id())).containsExactly("failed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jobName\":\"someone-elses\"",
                "\"jobQueue\":\"arn:aws:batch:us-east-1:000000000000:job-queue/theirs\"",
                "\"jobId\":\"job-1:2\"",
                "\"jobId\":\"job-2:0\"",
                "\"status\":\"RUNNABLE\"",
            })
    void leavesJobsAloneThatAreNotItsOwn(String different) throws Exception {
        var tasks = submit(List.of(of(0), of(1)));
        var member = different.substring(0, different.indexOf(':'));
        var event = event("job-1:0", OUT_OF_MEMORY).replaceFirst(member + ":\"[^\"]*\"", different);
        assertThat(event).contains(different);

        tell(event);

        assertThat(word(tasks.get(0))).isEqualTo("submitted");
        assertThat(word(tasks.get(1))).isEqualTo("submitted");
        assertThat(events.published()).isEmpty();
        assertThat(sent()).isEmpty();
    }
}
