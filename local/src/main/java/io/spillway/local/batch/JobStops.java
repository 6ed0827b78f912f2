package io.spillway.local.batch;

/** Ends jobs from outside. Callers hold the state's monitor. */
final class JobStops {

    private final BatchState state;
    private final AttemptRunner attempts;

    JobStops(BatchState state, AttemptRunner attempts) {
        this.state = state;
        this.attempts = attempts;
    }

    /**
     * Ends a job: at once if it wasn't placed, else when its container has ended; an array job when
     * all its children have.
     *
     * <p>The first request counts: a later one changes neither the job nor its reason, but that a
     * termination follows a cancel that let children run on.
     */
    void stop(Job job, StopRequest request) {
        var before = job.state().stop();
        if (before.isPresent() && (before.get().isTermination() || !request.isTermination())) {
            return;
        }
        state.move(job, JobTransitions.stopped(job, request, state.now()));
        attempts.terminate(job.id());
    }

    /** Whether a request still has to be carried out on a child of the array job it was for. */
    static boolean concerns(StopRequest request, Job child) {
        var status = child.status();
        if (status.isFinished() || (status.isPlaced() && !request.isTermination())) {
            return false;
        }
        return child.state().stop().isEmpty();
    }
}
