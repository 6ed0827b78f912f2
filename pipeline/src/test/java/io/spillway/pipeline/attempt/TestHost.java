package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.work.WorkItem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A host that does as it is told.
 *
 * @param leftBehind the stages that went on after their attempts
 */
public record TestHost(
        Worker worker,
        Instant deadline,
        Duration lease,
        Path scratch,
        Limits limits,
        Memory memory,
        List<Thread> leftBehind)
        implements Host {

    TestHost(Worker worker, Instant deadline, Duration lease, Path scratch) {
        this(
                worker,
                deadline,
                lease,
                scratch,
                Limits.until(deadline),
                Memory.UNWATCHED,
                new ArrayList<>());
    }

    static TestHost invocation(String requestId, Path scratch) {
        return new TestHost(new Worker.Invocation(requestId), Instant.MAX, WorkPath.LEASE, scratch);
    }

    static TestHost job(String jobId, int attempt, Path scratch) {
        return new TestHost(
                new Worker.JobAttempt(jobId, attempt), Instant.MAX, WorkPath.LEASE, scratch);
    }

    TestHost with(Limits others) {
        return new TestHost(worker, deadline, lease, scratch, others, memory, leftBehind);
    }

    TestHost with(Memory other) {
        return new TestHost(worker, deadline, lease, scratch, limits, other, leftBehind);
    }

    @Override
    public Limits limits(Phase phase, WorkItem item) {
        return limits;
    }

    @Override
    public void leftBehind(Thread stage) {
        leftBehind.add(stage);
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public Progress progress(ClaimedWork work) {
        return Progress.NONE;
    }

    @Override
    public void started(ClaimedWork work) {}
}
