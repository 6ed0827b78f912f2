package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;

/** What is left to do for a work item when AWS Batch says that its job has ended for good. */
sealed interface AfterJob {

    /** Another host has it in hand, or the world was told. */
    record Leave() implements AfterJob {}

    /** The job died between deciding its outputs and making them visible. */
    record FinishCommit(State.Committing committing) implements AfterJob {}

    /** The job died between recording the end and telling of it. */
    record Announce() implements AfterJob {}

    /** The job ended and the work item wasn't done. */
    record Fail(Failure failure) implements AfterJob {}

    static AfterJob decide(Entry newest, String jobName, String jobId, Failure lost) {
        return switch (newest.state()) {
            case State.Submitting(var name) -> name.equals(jobName) ? new Fail(lost) : new Leave();
            case State.Submitted(var _, var id) -> id.equals(jobId) ? new Fail(lost) : new Leave();
            case State.Claimed(var worker, var _) ->
                    isOf(worker, jobId) ? new Fail(lost) : new Leave();
            case State.Released(var worker, var said) ->
                    isOf(worker, jobId) ? new Fail(together(said, lost)) : new Leave();
            case State.Committing committing -> new FinishCommit(committing);
            case State.Succeeded _, State.Failed _, State.Skipped _ -> new Announce();
            case State.Announced _ -> new Leave();
        };
    }

    private static boolean isOf(Worker worker, String jobId) {
        return worker instanceof Worker.JobAttempt(var id, var _) && id.equals(jobId);
    }

    /** What the last attempt said is nearer to the cause than what Batch saw of its container. */
    private static Failure together(Failure said, Failure lost) {
        return new Failure(said.kind(), said.message() + " " + lost.message());
    }
}
