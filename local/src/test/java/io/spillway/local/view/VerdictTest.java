package io.spillway.local.view;

import static io.spillway.local.view.Samples.BATCH;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.end;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static final WorkItem ITEM = item("convert", "incoming/a.csv", 5);

    @ParameterizedTest
    @CsvSource({
        "REJECTED, 0",
        "BAD_INPUT, 0",
        "INPUT_GONE, 0",
        "CONFIGURATION, 1",
        "BUG, 1",
        "TRANSIENT, 1",
        "STOPPED, 1",
        "DEADLINE, 1",
        "MEMORY, 1",
        "SCRATCH, 1",
        "EXPANSION, 1",
        "JOB_FAILED, 1"
    })
    void blamesTheRunForWhatIsNotTheFilesFault(Failure.Kind kind, int exitStatus) {
        assertThat(exitStatus(new State.Failed(new Failure(kind, "Why.")), 0))
                .isEqualTo(exitStatus);
    }

    @Test
    void isGoodWhenEverythingSucceededOrWasIgnored() {
        assertThat(exitStatus(success(ITEM, 1), 0)).isZero();
        assertThat(exitStatus(new State.Skipped("Not wanted."), 0)).isZero();
        assertThat(Verdict.of(Samples.report(List.of(), 0)).exitStatus()).isZero();
    }

    @Test
    void isBadWhileAWorkItemHasNotEnded() {
        assertThat(exitStatus(new State.Submitted("job", "id"), 0)).isEqualTo(1);
        assertThat(exitStatus(new State.Claimed(new Worker.Invocation("r"), NOON), 0)).isEqualTo(1);
    }

    @Test
    void isBadWithADeadLetter() {
        assertThat(exitStatus(success(ITEM, 1), 1)).isEqualTo(1);
    }

    private static int exitStatus(State state, int deadLetters) {
        return Verdict.of(Samples.report(List.of(end(ITEM, BATCH, state, NOON)), deadLetters))
                .exitStatus();
    }
}
