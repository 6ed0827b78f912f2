package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import java.time.Instant;

/** How an attempt at a work item ended. */
public sealed interface Outcome {

    /**
     * The work item has ended, by this attempt or an earlier one, and the world has been told.
     *
     * @param state Succeeded, Failed or Skipped; Announced if it had ended before
     */
    record Ended(State state) implements Outcome {}

    /** Another host works on it; nothing was done. */
    record Busy(Instant until) implements Outcome {}

    /** It went to AWS Batch before; nothing was done. Told to invocations only. */
    record InBatch() implements Outcome {}

    /** The attempt failed in a way that another attempt may not. */
    record GivenBack(Failure failure, int attempts) implements Outcome {}

    /** Another host took over while this one worked; what this one wrote is discarded. */
    record Fenced() implements Outcome {}
}
