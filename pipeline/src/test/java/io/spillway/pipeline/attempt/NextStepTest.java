package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.job.TestTasks;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextStepTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Worker INVOCATION = new Worker.Invocation("r");
    private static final Worker JOB = new Worker.JobAttempt("j", 1);

    private static State state(String word) {
        var lost = new Failure(Failure.Kind.TRANSIENT, "Lost.");
        return switch (word) {
            case "submitting" -> new State.Submitting("n", 1);
            case "submitted" -> new State.Submitted("n", "j");
            case "requeued" -> new State.Requeued(2, 0, lost);
            case "released-inline" -> new State.Released(INVOCATION, lost);
            case "late-inline" ->
                    new State.Released(INVOCATION, new Failure(Failure.Kind.DEADLINE, "Late."));
            case "released-job" -> new State.Released(JOB, lost);
            case "held-inline" -> new State.Claimed(INVOCATION, NOW.plusSeconds(1));
            case "expired-inline" -> new State.Claimed(INVOCATION, NOW);
            case "held-job" -> new State.Claimed(JOB, NOW.plusSeconds(1));
            case "expired-job" -> new State.Claimed(JOB, NOW);
            case "failed" -> new State.Failed(lost);
            case "announced" -> new State.Announced();
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static NextStep decide(String state, int attempts, Worker worker) {
        return decide(state, attempts, worker, Optional.empty());
    }

    private static NextStep decide(
            String state, int attempts, Worker worker, Optional<String> jobName) {
        var task = TestTasks.task(1, 1);
        var newest =
                new Entry(
                        7,
                        NOW.minusSeconds(40),
                        "w",
                        task.item(),
                        task.route(),
                        attempts,
                        state(state));
        return NextStep.decide(newest, worker, jobName, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "submitting,      0, LeaveToBatch, LeaveToBatch",
        "submitted,       0, LeaveToBatch, LeaveToBatch",
        "requeued,        1, LeaveToBatch, LeaveToBatch",
        "released-job,    1, LeaveToBatch, LeaveToBatch",
        "held-job,        1, LeaveToBatch, LeaveToBatch",
        "expired-job,     1, LeaveToBatch, LeaveToBatch",
        "held-inline,     1, Leave,        Leave",
        "held-inline,     3, Leave,        Leave",
        "expired-inline,  1, TakeOver,     TakeOver",
        "expired-inline,  2, TakeOver,     TakeOver",
        "expired-inline,  3, Release,      TakeOver",
        "expired-inline,  4, Release,      TakeOver",
        "released-inline, 2, TakeOver,     TakeOver",
        "released-inline, 3, GiveBack,     TakeOver",
        "late-inline,     1, GiveBack,     TakeOver",
        "failed,          1, Announce,     Announce",
        "announced,       1, Nothing,      Nothing",
    })
    void saysWhatAHostHasToDo(String state, int attempts, String invocation, String otherJob) {
        var other = new Worker.JobAttempt("other", 1);

        assertThat(decide(state, attempts, INVOCATION).getClass().getSimpleName())
                .isEqualTo(invocation);
        assertThat(decide(state, attempts, other, Optional.of("other")).getClass().getSimpleName())
                .isEqualTo(otherJob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"submitting", "submitted", "released-job", "expired-job"})
    void letsAJobTakeWhatItHas(String state) {
        assertThat(decide(state, 1, JOB, Optional.of("n"))).isEqualTo(new NextStep.TakeOver());
    }

    /** The ledger knows the job by its name then, and a child by the name of its parent. */
    @ParameterizedTest
    @CsvSource({"n, TakeOver", "n-2, LeaveToBatch", ", LeaveToBatch"})
    void letsOnlyTheJobOfTheNameTakeWhatIsAboutToBeSubmitted(String jobName, String step) {
        var child = new Worker.JobAttempt("any:3", 1);

        assertThat(
                        decide("submitting", 0, child, Optional.ofNullable(jobName))
                                .getClass()
                                .getSimpleName())
                .isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"2, TakeOver", "1, Leave"})
    void letsOnlyALaterAttemptOfTheSameJobTakeOverWhatIsHeld(int attempt, String step) {
        assertThat(
                        decide("held-job", 1, new Worker.JobAttempt("j", attempt))
                                .getClass()
                                .getSimpleName())
                .isEqualTo(step);
    }

    @Test
    void saysHowOftenItWasTriedAndForHowLongNothingWasHeard() {
        assertThat(decide("expired-inline", 3, INVOCATION))
                .isEqualTo(
                        new NextStep.Release(
                                INVOCATION,
                                new Failure(
                                        Failure.Kind.TRANSIENT,
                                        "Phase convert on s3://drop/in/1.csv was attempted 3 times inside the function, and the last attempt has not been heard of for 40s: the function may have run out of memory or time. Its log tells more.")));
    }
}
