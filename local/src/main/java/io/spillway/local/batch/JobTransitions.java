package io.spillway.local.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The steps a job can take, as functions from one state to the next. Times are ms since 1970. */
final class JobTransitions {

    private JobTransitions() {}

    /** It waits for other jobs, or for its children. */
    static JobState pending(JobState state, long now) {
        return new JobState(
                JobStatus.PENDING,
                Optional.empty(),
                now,
                state.place(),
                state.attempts(),
                Optional.empty(),
                state.stop());
    }

    /** It may be placed as soon as there is room. */
    static JobState runnable(JobState state, Optional<String> statusReason, long now) {
        return new JobState(
                JobStatus.RUNNABLE,
                statusReason,
                now,
                state.place(),
                state.attempts(),
                Optional.empty(),
                state.stop());
    }

    /** It got room in a compute environment. */
    static JobState starting(JobState state, String environment, long now) {
        return new JobState(
                JobStatus.STARTING,
                Optional.empty(),
                now,
                state.place(),
                state.attempts(),
                Optional.of(CurrentAttempt.starting(environment)),
                state.stop());
    }

    /** Its container runs. */
    static JobState running(JobState state, RunningContainer container, long now) {
        var current =
                new CurrentAttempt(
                        state.current().orElseThrow().environment(),
                        OptionalLong.of(now),
                        OptionalLong.of(container.processId()),
                        container.processStartedAt());
        return new JobState(
                JobStatus.RUNNING,
                Optional.empty(),
                now,
                state.place(),
                state.attempts(),
                Optional.of(current),
                state.stop());
    }

    /**
     * Its attempt is over: it succeeded, failed, or goes to the front of its queue.
     *
     * @param front a place before all others in the queue
     */
    static JobState ended(Job job, AttemptEnd end, long front, long now) {
        var state = job.state();
        var attempts = withAttempt(state, end, now);
        if (state.stop().isPresent()) {
            var reason = state.stop().map(StopRequest::reason);
            return finished(JobStatus.FAILED, reason, state, attempts, now);
        }
        if (end.isSuccess()) {
            return finished(
                    JobStatus.SUCCEEDED, Optional.of(end.statusReason()), state, attempts, now);
        }
        if (RetryRules.retries(job.retryStrategy(), attempts.size(), end)) {
            return new JobState(
                    JobStatus.RUNNABLE,
                    Optional.empty(),
                    now,
                    front,
                    attempts,
                    Optional.empty(),
                    Optional.empty());
        }
        return finished(JobStatus.FAILED, Optional.of(end.statusReason()), state, attempts, now);
    }

    /** It fails without another attempt. */
    static JobState failed(JobState state, String statusReason, long now) {
        return finished(JobStatus.FAILED, Optional.of(statusReason), state, state.attempts(), now);
    }

    /** All its children have. */
    static JobState succeeded(JobState state, long now) {
        return finished(JobStatus.SUCCEEDED, Optional.empty(), state, state.attempts(), now);
    }

    /**
     * Someone wants it to stop: at once if it wasn't placed, else when its container has ended, and
     * an array job when its children have.
     */
    static JobState stopped(Job job, StopRequest request, long now) {
        var state = job.state();
        var asked =
                new JobState(
                        state.status(),
                        state.statusReason(),
                        state.since(),
                        state.place(),
                        state.attempts(),
                        state.current(),
                        Optional.of(request));
        return state.status().isPlaced() || job.isArray()
                ? asked
                : failed(asked, request.reason(), now);
    }

    private static List<Attempt> withAttempt(JobState state, AttemptEnd end, long now) {
        var attempts = new ArrayList<>(state.attempts());
        attempts.add(new Attempt(state.startedAt(), now, end));
        return attempts;
    }

    private static JobState finished(
            JobStatus status,
            Optional<String> statusReason,
            JobState state,
            List<Attempt> attempts,
            long now) {
        return new JobState(
                status, statusReason, now, state.place(), attempts, Optional.empty(), state.stop());
    }
}
