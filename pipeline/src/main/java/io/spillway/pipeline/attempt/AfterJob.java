package io.spillway.pipeline.attempt;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;

/** What is left to do for a work item when AWS Batch says that its job has ended for good. */
sealed interface AfterJob {

    /**
     * Times that a work item goes to another job of the same size because its job was lost without
     * its fault.
     */
    int MOST_REPEATS = 3;

    /** Another host has it in hand, or the world was told. */
    record Leave() implements AfterJob {}

    /** The job died between deciding its outputs and making them visible. */
    record FinishCommit(State.Committing committing) implements AfterJob {}

    /** The job died between recording the end and telling of it. */
    record Announce() implements AfterJob {}

    /** Another job may do it. */
    record Requeue(State.Requeued requeued) implements AfterJob {}

    /**
     * That was recorded, but perhaps nobody sent it to the queue, or who took it up died and nobody
     * asks for it any more.
     */
    record SendAgain(Task next) implements AfterJob {}

    /** The job ended and the work item wasn't done. */
    record Fail(Failure failure) implements AfterJob {}

    /**
     * @param job the job, or the child of an array job, that had the task
     * @param alone whether it had no other task
     * @param tiers in which the phase's jobs come; 0 where the definition has the phase no more
     */
    static AfterJob decide(Entry newest, Task task, EndedJob job, boolean alone, int tiers) {
        return switch (newest.state()) {
            case State.Submitting(var name, var tier) ->
                    name.equals(job.jobName())
                            ? untouched(task, job, alone, tiers)
                            : new SendAgain(next(task, tier));
            case State.Submitted(var _, var id) ->
                    id.equals(job.jobId()) ? untouched(task, job, alone, tiers) : new Leave();
            case State.Claimed(var worker, var _) ->
                    isOf(worker, job) ? atFault(task, job, tiers) : new Leave();
            case State.Released(var worker, var said, var _) ->
                    isOf(worker, job) ? released(task, job, alone, tiers, said) : new Leave();
            case State.Requeued(var tier, var repeats, var _) ->
                    new SendAgain(task.again(tier, repeats));
            case State.Committing committing -> new FinishCommit(committing);
            case State.Succeeded _, State.Failed _, State.Skipped _ -> new Announce();
            case State.Announced _ -> new Leave();
        };
    }

    /** What another job is being submitted for. Its manifest says the same. */
    private static Task next(Task task, int tier) {
        return task.again(tier, tier == task.tier() ? task.repeats() + 1 : 0);
    }

    private static boolean isOf(Worker worker, EndedJob job) {
        return worker instanceof Worker.JobAttempt(var id, var _) && id.equals(job.jobId());
    }

    /** The job ended before it came to this task, perhaps because of another one. */
    private static AfterJob untouched(Task task, EndedJob job, boolean alone, int tiers) {
        var others = !alone && !job.succeeded();
        return switch (job.cause()) {
            case RAN, OUT_OF_MEMORY ->
                    others ? repeat(task, job, tiers) : atFault(task, job, tiers);
            case HOST_RECLAIMED, NOT_PLACED, STOPPED_BY_USER, NEVER_RAN ->
                    atFault(task, job, tiers);
        };
    }

    /** The job came to this task and gave it back; what ended the job may have been another. */
    private static AfterJob released(
            Task task, EndedJob job, boolean alone, int tiers, Failure said) {
        return switch (job.cause()) {
            case RAN -> ran(task, job, tiers, said);
            case OUT_OF_MEMORY -> alone ? atFault(task, job, tiers) : repeat(task, job, tiers);
            case HOST_RECLAIMED, NOT_PLACED, STOPPED_BY_USER, NEVER_RAN ->
                    atFault(task, job, tiers);
        };
    }

    private static AfterJob ran(Task task, EndedJob job, int tiers, Failure said) {
        if (said.kind() == Failure.Kind.MEMORY) {
            return enlarge(task, tiers, said);
        }
        return said.kind() == Failure.Kind.STOPPED
                ? atFault(task, job, tiers)
                : new Fail(together(said, JobFailures.lost(task, job)));
    }

    /** The job ended while it did this task, or had no other. */
    private static AfterJob atFault(Task task, EndedJob job, int tiers) {
        return switch (job.cause()) {
            case OUT_OF_MEMORY -> enlarge(task, job, tiers);
            case HOST_RECLAIMED -> repeat(task, job, tiers);
            case NOT_PLACED -> new Fail(JobFailures.notPlaced(task, job));
            case STOPPED_BY_USER -> new Fail(JobFailures.stoppedByUser(task, job));
            case RAN, NEVER_RAN -> new Fail(JobFailures.lost(task, job));
        };
    }

    private static AfterJob repeat(Task task, EndedJob job, int tiers) {
        if (task.repeats() < MOST_REPEATS) {
            return new Requeue(
                    new State.Requeued(
                            task.tier(), task.repeats() + 1, JobFailures.repeated(task, job)));
        }
        return job.cause() == EndedJob.Cause.OUT_OF_MEMORY
                ? enlarge(task, job, tiers)
                : new Fail(JobFailures.lostTooOften(task, job));
    }

    private static AfterJob enlarge(Task task, EndedJob job, int tiers) {
        return task.tier() < tiers
                ? new Requeue(
                        new State.Requeued(task.tier() + 1, 0, JobFailures.outOfMemory(task, job)))
                : new Fail(JobFailures.noLargerTier(task, job));
    }

    /** The attempt itself said that it wants more memory. */
    private static AfterJob enlarge(Task task, int tiers, Failure said) {
        return task.tier() < tiers
                ? new Requeue(
                        new State.Requeued(task.tier() + 1, 0, JobFailures.larger(task, said)))
                : new Fail(JobFailures.noneLarger(task, said));
    }

    /** What the last attempt said is nearer to the cause than what Batch saw of its container. */
    private static Failure together(Failure said, Failure lost) {
        return new Failure(said.kind(), said.message() + " " + lost.message());
    }
}
