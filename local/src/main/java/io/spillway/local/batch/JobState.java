package io.spillway.local.batch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What changes about a job.
 *
 * @param since when it got this status, or this status's reason, in ms since 1970
 * @param place its place in the queue, the lowest first
 * @param stop present once someone cancelled or terminated it
 */
record JobState(
        JobStatus status,
        Optional<String> statusReason,
        long since,
        long place,
        List<Attempt> attempts,
        Optional<CurrentAttempt> current,
        Optional<StopRequest> stop) {

    JobState {
        attempts = List.copyOf(attempts);
    }

    static JobState submitted(long now, long place) {
        return new JobState(
                JobStatus.SUBMITTED,
                Optional.empty(),
                now,
                place,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** When the latest container ran, in ms since 1970. */
    OptionalLong startedAt() {
        if (current.isPresent()) {
            return current.get().startedAt();
        }
        return attempts.isEmpty() ? OptionalLong.empty() : attempts.getLast().startedAt();
    }

    /** The number of the attempt under way, or of the next one. */
    int attemptNumber() {
        return attempts.size() + 1;
    }
}
