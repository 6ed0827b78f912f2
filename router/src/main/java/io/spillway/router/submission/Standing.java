package io.spillway.router.submission;

import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a submission message means now, from what the ledger says of its work item. */
sealed interface Standing {

    /** No job has it. */
    record Free(Candidate candidate) implements Standing {}

    /** Somebody was about to submit a job for it and has not been heard of since. */
    record Named(Entry submitting, String jobName) implements Standing {}

    /** Somebody has it in hand and may yet let it go. */
    record Wait(Instant until, String why) implements Standing {}

    /** It has ended but perhaps nobody was told. */
    record Announce(Entry ending) implements Standing {}

    /** A job has it, or it has ended. */
    record Settled() implements Standing {}

    /**
     * @param patience how long whoever is about to submit a job is left alone
     */
    static Standing of(Task task, Optional<Entry> newest, Instant now, Duration patience) {
        return newest.map(entry -> of(task, entry, now, patience))
                .orElseGet(() -> new Free(new Candidate(task, newest)));
    }

    private static Standing of(Task task, Entry newest, Instant now, Duration patience) {
        return switch (newest.state()) {
            case State.Submitting(var jobName, var _) -> {
                var until = newest.at().plus(patience);
                yield now.isBefore(until)
                        ? new Wait(until, "job " + jobName + " is being submitted")
                        : new Named(newest, jobName);
            }
            case State.Requeued(var tier, var repeats, var _) ->
                    new Free(new Candidate(task.again(tier, repeats), Optional.of(newest)));
            case State.Claimed(Worker.Invocation _, var leaseEnd) ->
                    now.isBefore(leaseEnd)
                            ? new Wait(leaseEnd, "an invocation works on it")
                            : new Free(new Candidate(task, Optional.of(newest)));
            case State.Released(var worker, var _, var _) ->
                    switch (worker) {
                        case Worker.Invocation _ ->
                                new Free(new Candidate(task, Optional.of(newest)));
                        case Worker.JobAttempt _ -> new Settled();
                    };
            case State.Claimed(Worker.JobAttempt _, var _) -> new Settled();
            case State.Submitted _, State.Committing _, State.Announced _ -> new Settled();
            case State.Succeeded _, State.Failed _, State.Skipped _ -> new Announce(newest);
        };
    }
}
