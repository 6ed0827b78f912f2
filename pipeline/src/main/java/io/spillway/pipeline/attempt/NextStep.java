package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import java.time.Instant;

/** What a host that is given a work item has to do, from what the ledger says. */
sealed interface NextStep {

    /** Nobody works on it: claim it with the next number. */
    record TakeOver() implements NextStep {}

    /** Another host works on it. */
    record Leave(Instant until) implements NextStep {}

    /** It went to Batch: its job goes on with it, and whoever submits it sees to that. */
    record LeaveToBatch() implements NextStep {}

    /** Its outputs are decided but perhaps not all visible: finish that. */
    record FinishCommit(State.Committing committing) implements NextStep {}

    /** It has ended but perhaps nobody was told. */
    record Announce() implements NextStep {}

    /** It has ended and the world was told. */
    record Nothing() implements NextStep {}

    static NextStep decide(Entry newest, Worker worker, Instant now) {
        return switch (newest.state()) {
            case State state when isBatchs(state) && worker instanceof Worker.Invocation ->
                    new LeaveToBatch();
            case State.Submitting _, State.Submitted _, State.Released _ -> new TakeOver();
            case State.Claimed(var holder, var leaseEnd) ->
                    worker.follows(holder) || !now.isBefore(leaseEnd)
                            ? new TakeOver()
                            : new Leave(leaseEnd);
            case State.Committing committing -> new FinishCommit(committing);
            case State.Succeeded _, State.Failed _, State.Skipped _ -> new Announce();
            case State.Announced _ -> new Nothing();
        };
    }

    /**
     * Whether a job has it or is about to. A message that comes late must not take it back: its job
     * would leave it to the invocation, and with that invocation dead nobody would have it.
     */
    private static boolean isBatchs(State state) {
        return switch (state) {
            case State.Submitting _, State.Submitted _ -> true;
            case State.Claimed(var holder, var _) -> holder instanceof Worker.JobAttempt;
            case State.Released(var holder, var _) -> holder instanceof Worker.JobAttempt;
            case State.Committing _,
                    State.Succeeded _,
                    State.Failed _,
                    State.Skipped _,
                    State.Announced _ ->
                    false;
        };
    }
}
