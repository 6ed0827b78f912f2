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

    /** Its outputs are decided but perhaps not all visible: finish that. */
    record FinishCommit(State.Committing committing) implements NextStep {}

    /** It has ended but perhaps nobody was told. */
    record Announce() implements NextStep {}

    /** It has ended and the world was told. */
    record Nothing() implements NextStep {}

    static NextStep decide(Entry newest, Worker worker, Instant now) {
        return switch (newest.state()) {
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
}
