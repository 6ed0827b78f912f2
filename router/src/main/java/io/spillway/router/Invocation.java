package io.spillway.router;

import io.spillway.pipeline.attempt.ClaimedWork;
import io.spillway.pipeline.attempt.Host;
import io.spillway.pipeline.attempt.Limits;
import io.spillway.pipeline.attempt.Memory;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.work.WorkItem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The host of inline attempts: one invocation of the function. It tells nothing on the way, being
 * over soon.
 */
record Invocation(
        String requestId,
        Instant deadline,
        Duration lease,
        Path scratch,
        AttemptLimits attemptLimits,
        LeftBehind leftBehind)
        implements Host {

    @Override
    public Worker worker() {
        return new Worker.Invocation(requestId);
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public Limits limits(Phase phase, WorkItem item) {
        return attemptLimits.of(phase, item, deadline);
    }

    @Override
    public Memory memory() {
        return attemptLimits.memory();
    }

    @Override
    public void leftBehind(Thread stage) {
        leftBehind.add(stage);
    }

    @Override
    public Progress progress(ClaimedWork work) {
        return Progress.NONE;
    }

    @Override
    public void started(ClaimedWork work) {}
}
