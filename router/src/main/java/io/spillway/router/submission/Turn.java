package io.spillway.router.submission;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may go on with a job that somebody was about to submit. The messages of its work items may
 * come to several invocations at once: the ledger of the job's first work item says which of them
 * it is.
 */
sealed interface Turn {

    /** Ours, once this entry is recorded. */
    record Take(Entry renewed) implements Turn {}

    /** Ours: the first work item has gone another way. */
    record Free() implements Turn {}

    /** Somebody else's. */
    record Wait(Instant until) implements Turn {}

    /** Nobody's: the job is submitted. */
    record Submitted(String jobId) implements Turn {}

    /**
     * @param leader the newest entry of the job's first work item
     * @param patience how long whoever had the last turn is left alone
     */
    static Turn of(
            String jobName, Optional<Entry> leader, Instant now, String writer, Duration patience) {
        if (leader.isEmpty()) {
            return new Free();
        }
        var newest = leader.get();
        return switch (newest.state()) {
            case State.Submitting(var name, var _) when name.equals(jobName) ->
                    now.isBefore(newest.at().plus(patience))
                            ? new Wait(newest.at().plus(patience))
                            : new Take(newest.next(now, writer, newest.state()));
            case State.Submitted(var name, var jobId) when name.equals(jobName) ->
                    new Submitted(jobId.split(":", 2)[0]);
            case State _ -> new Free();
        };
    }
}
