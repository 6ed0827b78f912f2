package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A host that does as it is told. */
public record TestHost(Worker worker, Instant deadline, Duration lease, Path scratch)
        implements Host {

    static TestHost invocation(String requestId, Path scratch) {
        return new TestHost(new Worker.Invocation(requestId), Instant.MAX, WorkPath.LEASE, scratch);
    }

    static TestHost job(String jobId, int attempt, Path scratch) {
        return new TestHost(
                new Worker.JobAttempt(jobId, attempt), Instant.MAX, WorkPath.LEASE, scratch);
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
