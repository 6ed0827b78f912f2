package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.job.TestTasks;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfterJobTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CHILD = "job-1:4";
    private static final int TIERS = 4;

    private static Entry entry(Task task, State state) {
        return Entry.first(NOW, "w", task.item(), task.route(), state);
    }

    private static State state(String word) {
        var worker = new Worker.JobAttempt(CHILD, 1);
        var transientFailure = new Failure(Failure.Kind.TRANSIENT, "Broke off.");
        return switch (word) {
            case "submitting" -> new State.Submitting("name", 1);
            case "submitted" -> new State.Submitted("name", CHILD);
            case "claimed" -> new State.Claimed(worker, NOW);
            case "released" -> new State.Released(worker, transientFailure);
            case "too-small" ->
                    new State.Released(worker, new Failure(Failure.Kind.MEMORY, "Wants more."));
            case "stopped" ->
                    new State.Released(worker, new Failure(Failure.Kind.STOPPED, "Stopped."));
            case "other-name" -> new State.Submitting("other", 1);
            case "other-job" -> new State.Submitted("name", "job-1:5");
            case "other-claimed" -> new State.Claimed(new Worker.JobAttempt("job-1:5", 1), NOW);
            case "inline-claimed" -> new State.Claimed(new Worker.Invocation("r"), NOW);
            case "inline-released" ->
                    new State.Released(new Worker.Invocation("r"), transientFailure);
            case "requeued" -> new State.Requeued(2, 0, transientFailure);
            case "committing" ->
                    new State.Committing(List.of(), 1, new Usage(NOW, Duration.ofSeconds(1), 1, 1));
            case "failed" -> new State.Failed(transientFailure);
            case "announced" -> new State.Announced();
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static EndedJob job(String cause) {
        return switch (cause) {
            case "oom" -> job(false, "Essential container in task exited", "OutOfMemoryError", 137);
            case "reclaimed" -> job(false, "Host EC2 (instance i-1) terminated.", null, -1);
            case "unplaced" ->
                    job(
                            true,
                            "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
                            null,
                            -1);
            case "user" -> job(true, "Not wanted.", null, 75);
            case "ran" -> job(false, "Essential container in task exited", null, 75);
            case "never" -> job(false, "Task failed to start", "CannotPullContainerError", -1);
            default -> throw new IllegalArgumentException(cause);
        };
    }

    private static EndedJob job(boolean stopped, String reason, String container, long exit) {
        return new EndedJob(
                CHILD,
                "name",
                Optional.empty(),
                false,
                stopped,
                Optional.of(reason),
                Optional.ofNullable(container),
                exit < 0 ? OptionalLong.empty() : OptionalLong.of(exit),
                3);
    }

    private static String summary(AfterJob after) {
        return switch (after) {
            case AfterJob.Leave() -> "leave";
            case AfterJob.FinishCommit _ -> "finish";
            case AfterJob.Announce() -> "announce";
            case AfterJob.Requeue(var next) ->
                    "requeue %d %d".formatted(next.tier(), next.repeats());
            case AfterJob.SendAgain(var next) ->
                    "send %d %d".formatted(next.tier(), next.repeats());
            case AfterJob.Fail _ -> "fail";
        };
    }

    /** Alone in its job, in the smallest size. */
    @ParameterizedTest
    @CsvSource({
        "submitting,     oom,       requeue 2 0",
        "submitted,      oom,       requeue 2 0",
        "claimed,        oom,       requeue 2 0",
        "released,       oom,       requeue 2 0",
        "submitted,      reclaimed, requeue 1 1",
        "claimed,        reclaimed, requeue 1 1",
        "stopped,        reclaimed, requeue 1 1",
        "submitted,      unplaced,  fail",
        "claimed,        user,      fail",
        "stopped,        user,      fail",
        "submitted,      never,     fail",
        "claimed,        ran,       fail",
        "released,       ran,       fail",
        "too-small,      ran,       requeue 2 0",
        "too-small,      reclaimed, requeue 1 1",
        "too-small,      user,      fail",
        "other-name,     oom,       send 1 1",
        "other-job,      oom,       leave",
        "other-claimed,  oom,       leave",
        "inline-claimed, oom,       leave",
        "inline-released,oom,       leave",
        "requeued,       oom,       send 2 0",
        "requeued,       reclaimed, send 2 0",
        "committing,     oom,       finish",
        "failed,         oom,       announce",
        "announced,      oom,       leave",
    })
    void saysWhatIsLeftToDo(String state, String cause, String expected) {
        var task = TestTasks.task(1, 1);

        assertThat(
                        summary(
                                AfterJob.decide(
                                        entry(task, state(state)), task, job(cause), true, TIERS)))
                .isEqualTo(expected);
    }

    /** With other tasks in the same child: only the one that was worked on is to blame. */
    @ParameterizedTest
    @CsvSource({
        "submitting, oom,       requeue 1 1",
        "submitted,  oom,       requeue 1 1",
        "released,   oom,       requeue 1 1",
        "claimed,    oom,       requeue 2 0",
        "submitted,  ran,       requeue 1 1",
        "claimed,    ran,       fail",
        "released,   ran,       fail",
        "stopped,    ran,       fail",
        "submitted,  reclaimed, requeue 1 1",
        "submitted,  never,     fail",
        "submitted,  user,      fail",
        "submitted,  unplaced,  fail",
    })
    void blamesNoTaskForWhatAnotherDid(String state, String cause, String expected) {
        var task = TestTasks.task(1, 1);

        assertThat(
                        summary(
                                AfterJob.decide(
                                        entry(task, state(state)), task, job(cause), false, TIERS)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, oom,       requeue 2 0",
        "3, 2, oom,       requeue 4 0",
        "4, 0, oom,       fail",
        "1, 2, reclaimed, requeue 1 3",
        "1, 3, reclaimed, fail",
        "4, 0, reclaimed, requeue 4 1",
    })
    void goesOnOnlySoFar(int tier, int repeats, String cause, String expected) {
        var task = TestTasks.task(1, 1).again(tier, repeats);

        assertThat(
                        summary(
                                AfterJob.decide(
                                        entry(task, state("claimed")),
                                        task,
                                        job(cause),
                                        true,
                                        TIERS)))
                .isEqualTo(expected);
    }

    @Test
    void enlargesWhatWasNeverReachedThreeTimesBecauseTheChildHadTooLittleMemory() {
        var task = TestTasks.task(1, 1).again(1, 3);

        assertThat(
                        summary(
                                AfterJob.decide(
                                        entry(task, state("submitted")),
                                        task,
                                        job("oom"),
                                        false,
                                        TIERS)))
                .isEqualTo("requeue 2 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unplaced  | 1 | 0 | Job job-1:4 of phase convert on s3://drop/in/1.csv found no place to run: Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT (no exit status). Correct the compute environment or the phase's batch section, then run it again: ./spillway replay --item 00000000000000000000000000000001.",
                "user      | 1 | 0 | Job job-1:4 of phase convert on s3://drop/in/1.csv was cancelled or terminated by a user: Not wanted. (exit status 75). To run it again: ./spillway replay --item 00000000000000000000000000000001.",
                "oom       | 4 | 0 | Job job-1:4 of phase convert on s3://drop/in/1.csv ran out of memory in size 4, and its phase has no larger: Essential container in task exited (exit status 137, OutOfMemoryError). Ask for more memory in the phase's batch section, or make the input smaller.",
                "reclaimed | 1 | 3 | Job job-1:4 of phase convert on s3://drop/in/1.csv was the last of 4 jobs of its size that were lost: Host EC2 (instance i-1) terminated. (no exit status). Let the phase run without spot capacity, or run it again: ./spillway replay --item 00000000000000000000000000000001.",
                "ran       | 1 | 0 | Job job-1:4 of phase convert on s3://drop/in/1.csv ended FAILED after 3 attempts without finishing it: Essential container in task exited (exit status 75). Its log tells more; to run it again: ./spillway replay --item 00000000000000000000000000000001.",
            })
    void saysWhyNothingFollows(String cause, int tier, int repeats, String sentence) {
        var task = TestTasks.task(1, 1).again(tier, repeats);

        var after = AfterJob.decide(entry(task, state("claimed")), task, job(cause), true, TIERS);

        assertThat(after)
                .isEqualTo(new AfterJob.Fail(new Failure(Failure.Kind.JOB_FAILED, sentence)));
    }

    @Test
    void keepsWhatTheAttemptThatWantedMoreSaid() {
        var task = TestTasks.task(1, 1);
        var entry = entry(task, state("too-small"));

        assertThat(AfterJob.decide(entry, task, job("ran"), true, TIERS))
                .isEqualTo(
                        new AfterJob.Requeue(
                                new State.Requeued(
                                        2,
                                        0,
                                        new Failure(
                                                Failure.Kind.MEMORY,
                                                "Wants more. That was in size 1: a job of the next size follows."))));
        assertThat(AfterJob.decide(entry, task, job("ran"), true, 1))
                .isEqualTo(
                        new AfterJob.Fail(
                                new Failure(
                                        Failure.Kind.MEMORY,
                                        "Wants more. That was in size 1, and its phase has no larger. Ask for more memory in the phase's batch section, or make the input smaller.")));
    }

    @Test
    void keepsWhatTheAttemptSaidItself() {
        var task = TestTasks.task(1, 1);

        var after = AfterJob.decide(entry(task, state("released")), task, job("ran"), true, TIERS);

        var failure = ((AfterJob.Fail) after).failure();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.TRANSIENT);
        assertThat(failure.message()).startsWith("Broke off. Job job-1:4 of phase convert");
    }
}
