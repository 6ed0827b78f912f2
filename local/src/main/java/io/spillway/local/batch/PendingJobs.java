package io.spillway.local.batch;

import java.util.List;
import java.util.function.Consumer;

/**
 * Looks after the jobs in PENDING: those that depend on others, and array jobs, which stay there
 * until all their children have ended. Callers hold the state's monitor.
 */
final class PendingJobs {

    /** Source: AWS Batch's own {@code statusReason}s. */
    static final String DEPENDENCY_FAILED = "Dependent Job failed";

    static final String CHILD_FAILED = "Array Child Job failed";

    private final BatchState state;
    private final JobStops stops;
    private final Consumer<Job> release;
    private final int most;
    private long seen = -1;
    private int left;

    /**
     * @param release makes a job RUNNABLE
     * @param most changes in one step, so that the state isn't held for long
     */
    PendingJobs(BatchState state, JobStops stops, Consumer<Job> release, int most) {
        this.state = state;
        this.stops = stops;
        this.release = release;
        this.most = most;
    }

    /**
     * Moves on the jobs that wait no more.
     *
     * @return whether all was done; if not, another step has to follow
     */
    boolean step() {
        if (state.jobs().turns() == seen) {
            return true;
        }
        seen = state.jobs().turns();
        left = most;
        for (var job : List.copyOf(state.jobs().unfinished(JobStatus.PENDING))) {
            if (left > 0) {
                look(job);
            }
        }
        if (left == 0) {
            seen = -1;
        }
        return state.jobs().turns() == seen;
    }

    private void look(Job job) {
        if (job.isArray()) {
            lookAfter(job, state.summary(job).orElseThrow());
            return;
        }
        switch (Readiness.of(job, state::job)) {
            case READY -> change(() -> release.accept(job));
            case BROKEN -> change(() -> fail(job));
            case WAITING -> {}
        }
    }

    private void fail(Job job) {
        state.move(job, JobTransitions.failed(job.state(), DEPENDENCY_FAILED, state.now()));
    }

    private void lookAfter(Job parent, ArraySummary summary) {
        if (summary.isFinished()) {
            change(() -> end(parent, summary.count(JobStatus.FAILED) > 0));
        } else {
            parent.state().stop().ifPresent(request -> stopChildren(parent, request));
        }
    }

    private void end(Job parent, boolean hasFailures) {
        var now = state.now();
        if (hasFailures) {
            var reason = parent.state().stop().map(StopRequest::reason).orElse(CHILD_FAILED);
            state.move(parent, JobTransitions.failed(parent.state(), reason, now));
        } else {
            state.move(parent, JobTransitions.succeeded(parent.state(), now));
        }
    }

    private void stopChildren(Job parent, StopRequest request) {
        for (var child : state.jobs().children(parent.id()).orElseThrow().all()) {
            if (left > 0 && JobStops.concerns(request, child)) {
                change(() -> stops.stop(child, request));
            }
        }
    }

    private void change(Runnable change) {
        left--;
        change.run();
    }
}
