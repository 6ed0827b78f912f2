package io.spillway.local.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The steps a job can take, as functions from one state to the next. Times are ms since 1970. */
final class JobTransitions {

    private JobTransitions() {}

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
            return finished(JobStatus.FAILED, state.stop().get().reason(), state, attempts, now);
        }
        if (end.isSuccess()) {
            return finished(JobStatus.SUCCEEDED, end.statusReason(), state, attempts, now);
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
        return finished(JobStatus.FAILED, end.statusReason(), state, attempts, now);
    }

    /** It fails without another attempt. */
    static JobState failed(JobState state, String statusReason, long now) {
        return finished(JobStatus.FAILED, statusReason, state, state.attempts(), now);
    }

    /** Someone wants it to stop: at once if it wasn't placed, else when its container has ended. */
    static JobState stopped(JobState state, StopRequest request, long now) {
        var asked =
                new JobState(
                        state.status(),
                        state.statusReason(),
                        state.since(),
                        state.place(),
                        state.attempts(),
                        state.current(),
                        Optional.of(request));
        return state.status().isPlaced() ? asked : failed(asked, request.reason(), now);
    }

    private static List<Attempt> withAttempt(JobState state, AttemptEnd end, long now) {
        var attempts = new ArrayList<>(state.attempts());
        attempts.add(new Attempt(state.startedAt(), now, end));
        return attempts;
    }

    private static JobState finished(
            JobStatus status,
            String statusReason,
            JobState state,
            List<Attempt> attempts,
            long now) {
        return new JobState(
                status,
                Optional.of(statusReason),
                now,
                state.place(),
                attempts,
                Optional.empty(),
                state.stop());
    }
}
