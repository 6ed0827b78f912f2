package io.spillway.router.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spillway.pipeline.attempt.Crashes;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.job.JobManifest;
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
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.Handled;
import io.spillway.router.Settings;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSubmissionTest {

    private static final Crashes NEVER = new Crashes(0, false);

    private static final PipelineDefinition DEFINITION =
            DefinitionReader.requireChecked(
                    Json.readObject(
                            """
                            {"pipeline": "p", "phases": {
                              "convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert",
                                          "batch": {"timeout": "1h"}}}}"""),
                    "pipeline.json",
                    BuiltInStages.catalogue());

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Ledger ledger = new ObjectLedger(store, "work", Places.LEDGER_PREFIX);
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryJobs jobs = new MemoryJobs("jobs");
    private final List<Duration> waits = new ArrayList<>();
    private final AtomicInteger writers = new AtomicInteger();
    private String jobQueue = "jobs";

    private JobSubmission submission(Crashes crashes, Ledger seen) {
        var settings =
                new Settings(
                        new ObjectLocation("work", "definitions/1.json"),
                        new Places("out", "work"),
                        "topic",
                        "queue",
                        "submissions",
                        jobQueue,
                        "p-",
                        1_769L << 20,
                        WorkPath.LEASE);
        return JobSubmission.of(
                DEFINITION,
                crashes.of(seen),
                new SubmissionSeams(
                        settings,
                        crashes.of(store),
                        crashes.of(jobs),
                        crashes.of(events),
                        clock,
                        wait -> {
                            waits.add(wait);
                            clock.advance(wait);
                        },
                        () -> "writer-" + writers.incrementAndGet()));
    }

    private List<Handled> submit(List<Task> tasks) throws Exception {
        return submission(NEVER, ledger).submit(tasks, Instant.MAX);
    }

    private static List<Task> tasks(int count, long seconds) {
        return IntStream.range(0, count).mapToObj(i -> TestTasks.task(i, seconds)).toList();
    }

    private State state(Task task) throws IOException {
        return ledger.newest(task.item().id()).orElseThrow().state();
    }

    private JobManifest manifest(int job) throws IOException {
        var location = jobs.submitted().get(job).environment().get("SPILLWAY_MANIFEST");
        return JobManifest.fromJson(
                Json.readObject(store.get(ObjectLocation.parse(location)).orElseThrow()));
    }

    private static void record(Ledger ledger, Task task, Instant at, State state)
            throws IOException {
        ledger.append(Entry.first(at, "other", task.item(), task.route(), state));
    }

    @Test
    void makesOneArrayJobOfManyTasks() throws Exception {
        var tasks = tasks(1_000, 100);

        assertThat(submit(tasks)).hasSize(1_000).containsOnly(Handled.DONE);

        assertThat(jobs.submitted()).hasSize(1);
        var job = jobs.submitted().getFirst();
        assertThat(job.arraySize()).hasValue(334);
        assertThat(job.definition()).isEqualTo("p-convert-1");
        assertThat(job.parameters()).containsKey("manifest");
        assertThat(events.published()).hasSize(1_000);
        var manifest = manifest(0);
        for (int child = 0; child < 334; child++) {
            for (var task : manifest.children().get(child)) {
                assertThat(state(task))
                        .isEqualTo(new State.Submitted(job.name(), "job-1:" + child));
            }
        }
        assertThat(manifest.tasks()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void makesAPlainJobOfWhatFitsOneChild() throws Exception {
        submit(tasks(3, 10));

        assertThat(jobs.submitted().getFirst().arraySize()).isEmpty();
        assertThat(state(TestTasks.task(2, 10)))
                .isEqualTo(new State.Submitted(jobs.submitted().getFirst().name(), "job-1"));
    }

    @Test
    void handlesAWorkItemOnceThatIsToldSeveralTimes() throws Exception {
        var task = TestTasks.task(1, 1);

        assertThat(submit(List.of(task, task, task.again(1, 0))))
                .hasSize(3)
                .containsOnly(Handled.DONE);

        assertThat(manifest(0).tasks()).containsExactly(task);
    }

    @Test
    void makesAJobForEachTierAndBelievesTheLedgerMoreThanTheMessage() throws Exception {
        var failure = new Failure(Failure.Kind.JOB_FAILED, "Too small.");
        var tasks = tasks(2, 1);
        record(ledger, tasks.getFirst(), clock.instant(), new State.Requeued(3, 0, failure));

        submit(tasks);

        assertThat(jobs.submitted())
                .extracting(job -> job.definition())
                .containsExactlyInAnyOrder("p-convert-1", "p-convert-3");
        assertThat(events.published())
                .as("what goes to another job was told to be routed before")
                .extracting(event -> event.item().id())
                .containsExactly(tasks.get(1).item().id());
    }

    @Test
    void leavesAloneWhatIsInGoodHandsOrHasEnded() throws Exception {
        var tasks = tasks(6, 1);
        var job = new Worker.JobAttempt("j", 1);
        var failure = new Failure(Failure.Kind.BAD_INPUT, "Bad.");
        var now = clock.instant();
        record(ledger, tasks.get(0), now, new State.Submitted("n", "j"));
        record(ledger, tasks.get(1), now, new State.Claimed(job, now));
        record(ledger, tasks.get(2), now, new State.Released(job, failure));
        record(ledger, tasks.get(3), now, new State.Announced());
        record(ledger, tasks.get(4), now, new State.Failed(failure));
        var claimed = new State.Claimed(new Worker.Invocation("r"), now.plusSeconds(7));
        record(ledger, tasks.get(5), now, claimed);

        var handled = submit(tasks);

        assertThat(handled.subList(0, 5)).containsOnly(Handled.DONE);
        assertThat(handled.get(5))
                .isEqualTo(new Handled.Again(Duration.ofSeconds(7), "an invocation works on it"));
        assertThat(jobs.submitted()).isEmpty();
        assertThat(events.published())
                .as("what had ended without being announced")
                .extracting(event -> event.item().id() + event.status())
                .containsExactly(tasks.get(4).item().id() + "failed");
    }

    @Test
    void takesWhatAnInvocationGaveBackOrLeftBehind() throws Exception {
        var tasks = tasks(2, 1);
        var invocation = new Worker.Invocation("r");
        var failure = new Failure(Failure.Kind.DEADLINE, "Late.");
        record(ledger, tasks.get(0), clock.instant(), new State.Released(invocation, failure));
        record(
                ledger,
                tasks.get(1),
                clock.instant(),
                new State.Claimed(invocation, clock.instant()));

        submit(tasks);

        assertThat(manifest(0).tasks()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void findsTheJobWhoseAnswerWasLostOnceItsSubmitterMustBeDead() throws Exception {
        jobs.loseAnswers(1);
        var tasks = tasks(2, 300);

        assertThat(submit(tasks)).allMatch(handled -> handled instanceof Handled.Again);
        assertThat(submit(tasks)).allMatch(handled -> handled instanceof Handled.Again);
        clock.advance(WorkPath.LEASE);
        assertThat(submit(tasks)).containsOnly(Handled.DONE);

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(List.of(state(tasks.get(0)), state(tasks.get(1))))
                .extracting(state -> ((State.Submitted) state).jobId())
                .containsExactlyInAnyOrder("job-1:0", "job-1:1");
    }

    @Test
    void submitsAgainUnderTheSameNameWhatWasThrottled() throws Exception {
        jobs.throttle(1);
        var tasks = tasks(2, 300);

        var handled = submit(tasks);
        var name = ((State.Submitting) state(tasks.getFirst())).jobName();
        clock.advance(WorkPath.LEASE);

        assertThat(handled)
                .containsOnly(
                        new Handled.Again(
                                WorkPath.LEASE, "Submitting was throttled with status 429."));
        assertThat(submit(tasks)).containsOnly(Handled.DONE);
        assertThat(jobs.submitted()).extracting(job -> job.name()).containsExactly(name);
    }

    @Test
    void failsWhatAwsBatchWillNeverTake() throws Exception {
        jobQueue = "no-such-queue";
        var tasks = tasks(2, 1);

        assertThat(submit(tasks)).containsOnly(Handled.DONE);

        assertThat(state(tasks.getFirst())).isEqualTo(new State.Announced());
        assertThat(events.published())
                .extracting(event -> event.status())
                .containsExactlyInAnyOrder("routed", "routed", "failed", "failed");
    }

    @Test
    void failsWhatTheDefinitionHasNoJobsFor() throws Exception {
        var task = TestTasks.task(1, 1);
        var item = task.item();
        var other =
                new Task(
                        new WorkItem(
                                item.id(),
                                "p",
                                "gone",
                                item.input(),
                                item.type(),
                                item.name(),
                                item.upload(),
                                0),
                        task.route(),
                        1,
                        1,
                        0);

        assertThat(submit(List.of(other))).containsOnly(Handled.DONE);

        assertThat(events.published()).extracting(event -> event.status()).containsOnly("failed");
        assertThat(jobs.submitted()).isEmpty();
    }

    @Test
    void beginsNoJobWhenTheInvocationIsNearlyOver() throws Exception {
        var handled = submission(NEVER, ledger).submit(tasks(2, 1), clock.instant());

        assertThat(handled)
                .containsOnly(
                        new Handled.Again(Duration.ZERO, "the invocation's time was nearly over"));
        assertThat(jobs.submitted()).isEmpty();
        assertThat(ledger.newest(TestTasks.task(0, 1).item().id())).isEmpty();
    }

    @Test
    void waitsBetweenCallsSoThatTwoInvocationsStayBelowTheQuota() throws Exception {
        var failure = new Failure(Failure.Kind.JOB_FAILED, "Too small.");
        var tasks = tasks(4, 1);
        for (int i = 0; i < 4; i++) {
            record(ledger, tasks.get(i), clock.instant(), new State.Requeued(i + 1, 0, failure));
        }

        submit(tasks);

        assertThat(jobs.submitted()).hasSize(4);
        assertThat(waits).hasSize(3).containsOnly(Duration.ofMillis(50));
    }

    /** Sees nothing of one work item, which somebody claims in the same moment. */
    private Ledger lateLedger(String itemId) {
        return new Ledger() {
            @Override
            public Optional<Entry> newest(String workItemId) throws IOException {
                return workItemId.equals(itemId) ? Optional.empty() : ledger.newest(workItemId);
            }

            @Override
            public List<Entry> history(String workItemId) throws IOException {
                return ledger.history(workItemId);
            }

            @Override
            public boolean append(Entry entry) throws IOException {
                return ledger.append(entry);
            }
        };
    }

    @Test
    void leavesAWorkItemToWhoeverWasFaster() throws Exception {
        var tasks = tasks(2, 1);
        var theirs = new State.Submitting("theirs", 1);
        record(ledger, tasks.getFirst(), clock.instant(), theirs);

        var handled =
                submission(NEVER, lateLedger(tasks.getFirst().item().id()))
                        .submit(tasks, Instant.MAX);

        assertThat(handled.get(0))
                .isEqualTo(
                        new Handled.Again(Duration.ofSeconds(2), "another invocation was faster"));
        assertThat(handled.get(1)).isEqualTo(Handled.DONE);
        assertThat(state(tasks.get(0))).isEqualTo(theirs);
        assertThat(jobs.submitted()).hasSize(1);
    }

    @Test
    void submitsNothingWhereOthersWereFasterThroughout() throws Exception {
        var task = TestTasks.task(1, 1);
        record(ledger, task, clock.instant(), new State.Submitting("theirs", 1));

        submission(NEVER, lateLedger(task.item().id())).submit(List.of(task), Instant.MAX);

        assertThat(jobs.submitted()).isEmpty();
    }

    /** Lets somebody else act before the first entry is appended. */
    private Ledger interrupted(Callable<?> other) {
        var first = new AtomicBoolean(true);
        return new Ledger() {
            @Override
            public Optional<Entry> newest(String workItemId) throws IOException {
                return ledger.newest(workItemId);
            }

            @Override
            public List<Entry> history(String workItemId) throws IOException {
                return ledger.history(workItemId);
            }

            @Override
            public boolean append(Entry entry) throws IOException {
                if (first.getAndSet(false)) {
                    try {
                        other.call();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
                return ledger.append(entry);
            }
        };
    }

    @Test
    void submitsAtOnceWhereATwinOfItsMessageRecordsTheJobFirst() throws Exception {
        var task = TestTasks.task(1, 1);
        var twin = new ArrayList<Handled>();

        var handled =
                submission(NEVER, interrupted(() -> twin.addAll(submit(List.of(task)))))
                        .submit(List.of(task), Instant.MAX);

        assertThat(handled).containsExactly(Handled.DONE);
        assertThat(jobs.submitted()).hasSize(1);
        assertThat(state(task))
                .isEqualTo(new State.Submitted(jobs.submitted().getFirst().name(), "job-1"));
        assertThat(twin)
                .singleElement()
                .isInstanceOfSatisfying(
                        Handled.Again.class,
                        again -> assertThat(again.after()).isEqualTo(WorkPath.LEASE));
        clock.advance(WorkPath.LEASE);
        assertThat(submit(List.of(task))).containsExactly(Handled.DONE);
        assertThat(jobs.submitted()).hasSize(1);
    }

    @Test
    void makesOneJobWhereTheMessagesOfALostOneComeToTwoInvocations() throws Exception {
        jobs.throttle(1);
        var tasks = tasks(10, 300);
        submit(tasks);
        clock.advance(WorkPath.LEASE);
        jobs.loseAnswers(1);

        submit(tasks.subList(0, 5));
        var others = submit(tasks.subList(5, 10));

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(others)
                .allMatch(
                        handled ->
                                handled instanceof Handled.Again(var after, var _)
                                        && after.equals(WorkPath.LEASE));
        clock.advance(WorkPath.LEASE);
        assertThat(submit(tasks)).containsOnly(Handled.DONE);
        assertThat(jobs.submitted()).hasSize(1);
    }

    @Test
    void learnsFromTheFirstWorkItemThatTheJobIsSubmitted() throws Exception {
        jobs.throttle(1);
        var tasks = tasks(10, 300);
        submit(tasks);
        clock.advance(WorkPath.LEASE);

        assertThat(submit(tasks.subList(0, 5))).containsOnly(Handled.DONE);
        assertThat(submit(tasks.subList(5, 10))).containsOnly(Handled.DONE);

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(((State.Submitted) state(tasks.get(9))).jobId()).isEqualTo("job-1:9");
    }

    /** As often as messages would come again. */
    private void submitUntilDone(List<Task> tasks) throws Exception {
        for (int i = 0; i < 4; i++) {
            if (submit(tasks).stream().allMatch(Handled.DONE::equals)) {
                return;
            }
            clock.advance(WorkPath.LEASE);
        }
        throw new AssertionError("It is not done after four times.");
    }

    /** A job that has a task tells nothing of how it came to it. */
    @Test
    void tellsThatTasksAreRoutedBeforeAJobCanClaimThem() throws Exception {
        var tasks = tasks(3, 200);
        var afterSubmitJob = new Crashes(6, true);

        assertThatExceptionOfType(Crashes.Crash.class)
                .isThrownBy(() -> submission(afterSubmitJob, ledger).submit(tasks, Instant.MAX));

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(routed()).containsExactlyInAnyOrderElementsOf(ids(tasks));
    }

    @Test
    void tellsThatAlsoOfTasksWhoseMessagesComeToAnotherInvocation() throws Exception {
        var tasks = tasks(3, 200);
        var beforeTheEvents = new Crashes(5, false);
        assertThatExceptionOfType(Crashes.Crash.class)
                .isThrownBy(() -> submission(beforeTheEvents, ledger).submit(tasks, Instant.MAX));
        clock.advance(WorkPath.LEASE);

        submit(tasks.subList(0, 1));

        assertThat(jobs.submitted()).hasSize(1);
        assertThat(routed()).containsExactlyInAnyOrderElementsOf(ids(tasks));
    }

    private List<String> routed() {
        return events.published().stream()
                .filter(event -> event.status().equals("routed"))
                .map(event -> event.item().id())
                .toList();
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(task -> task.item().id()).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makesOneJobWhereverItIsKilled(boolean after) throws Exception {
        var tasks = tasks(3, 200);
        var kills = 0;
        for (int at = 1; ; at++) {
            var run = new JobSubmissionTest();
            try {
                run.submission(new Crashes(at, after), run.ledger).submit(tasks, Instant.MAX);
            } catch (Crashes.Crash e) {
                kills++;
            }
            run.clock.advance(WorkPath.LEASE);

            run.submitUntilDone(tasks);

            assertThat(run.jobs.submitted()).as("effect %d", at).hasSize(1);
            for (var task : tasks) {
                assertThat(((State.Submitted) run.state(task)).jobId()).startsWith("job-1:");
            }
            var routed = run.events.published().stream().map(event -> event.id()).toList();
            assertThat(new HashSet<>(routed)).as("effect %d", at).hasSize(3);
            if (kills < at) {
                break;
            }
        }
        // Manifest, three names, the events, SubmitJob, three ids.
        assertThat(kills).isEqualTo(9);
    }
}
