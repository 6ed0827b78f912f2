package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a host that is given a work item has to do, from what the ledger says. */
sealed interface NextStep {

    /** Nobody works on it: claim it with the next number. */
    record TakeOver() implements NextStep {}

    /** Another host works on it. */
    record Leave(Instant until) implements NextStep {}

    /** A job has it, or soon will: nothing for an invocation or another job to do. */
    record LeaveToBatch() implements NextStep {}

    /**
     * The last attempt inside the function ended without a word, and there were enough: put the
     * holder out and give the work item back.
     */
    record Release(Worker holder, Failure failure) implements NextStep {}

    /** It was given back for good reason: no attempt inside the function will help. */
    record GiveBack(Failure failure) implements NextStep {}

    /** Its outputs are decided but perhaps not all visible: finish that. */
    record FinishCommit(State.Committing committing) implements NextStep {}

    /** It has ended but perhaps nobody was told. */
    record Announce() implements NextStep {}

    /** It has ended and the world was told. */
    record Nothing() implements NextStep {}

    /**
     * @param jobName under which the worker's job was submitted; empty if it has none
     */
    static NextStep decide(Entry newest, Worker worker, Optional<String> jobName, Instant now) {
        return switch (newest.state()) {
            case State.Submitting(var name, var _) ->
                    inBatch(worker, jobName.equals(Optional.of(name)));
            case State.Submitted(var _, var jobId) -> inBatch(worker, isOf(worker, jobId));
            case State.Requeued _ -> new LeaveToBatch();
            case State.Released(var holder, var failure, var _) ->
                    released(newest, worker, holder, failure);
            case State.Claimed(var holder, var leaseEnd) ->
                    claimed(newest, worker, holder, leaseEnd, now);
            case State.Committing committing -> new FinishCommit(committing);
            case State.Succeeded _, State.Failed _, State.Skipped _ -> new Announce();
            case State.Announced _ -> new Nothing();
        };
    }

    /**
     * An attempt whose host stood still may outlive its job. What another job has by then it must
     * not take: nobody would be told of its end.
     */
    private static NextStep inBatch(Worker worker, boolean ownJob) {
        return switch (worker) {
            case Worker.Invocation _ -> new LeaveToBatch();
            case Worker.JobAttempt _ -> ownJob ? new TakeOver() : new LeaveToBatch();
        };
    }

    private static boolean isOf(Worker worker, String jobId) {
        return worker instanceof Worker.JobAttempt(var id, var _) && id.equals(jobId);
    }

    private static NextStep released(Entry newest, Worker worker, Worker holder, Failure failure) {
        if (holder instanceof Worker.JobAttempt(var jobId, var _)) {
            return inBatch(worker, isOf(worker, jobId));
        }
        var enough = failure.kind().spills() || isUsedUp(newest);
        return worker instanceof Worker.Invocation && enough
                ? new GiveBack(failure)
                : new TakeOver();
    }

    private static NextStep claimed(
            Entry newest, Worker worker, Worker holder, Instant leaseEnd, Instant now) {
        if (worker.follows(holder)) {
            return new TakeOver();
        }
        if (holder instanceof Worker.JobAttempt(var jobId, var _) && !isOf(worker, jobId)) {
            return new LeaveToBatch();
        }
        if (now.isBefore(leaseEnd)) {
            return new Leave(leaseEnd);
        }
        return worker instanceof Worker.Invocation && isUsedUp(newest)
                ? new Release(holder, silent(newest, Duration.between(newest.at(), now)))
                : new TakeOver();
    }

    private static boolean isUsedUp(Entry newest) {
        return newest.attempts() >= WorkPath.MOST_INLINE_ATTEMPTS;
    }

    private static Failure silent(Entry newest, Duration since) {
        return new Failure(
                Failure.Kind.TRANSIENT,
                "Phase %s on %s was attempted %d times inside the function, and the last attempt has not been heard of for %s: the function may have run out of memory or time. Its log tells more."
                        .formatted(
                                newest.item().phase(),
                                newest.item().input().location(),
                                newest.attempts(),
                                Durations.format(since)));
    }
}
