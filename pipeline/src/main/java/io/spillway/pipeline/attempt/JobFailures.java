package io.spillway.pipeline.attempt;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.work.Failure;

/** What is said of a work item that its job left undone. */
final class JobFailures {

    private JobFailures() {}

    static Failure lost(Task task, EndedJob job) {
        return failure(
                "%s Its log tells more; to run it again: %s."
                        .formatted(undone(task, job), task.item().replayCommand()));
    }

    static Failure repeated(Task task, EndedJob job) {
        return failure(undone(task, job) + " Another job of its size follows.");
    }

    static Failure lostTooOften(Task task, EndedJob job) {
        return failure(
                "%s was the last of %d jobs of its size that were lost: %s. Let the phase run without spot capacity, or run it again: %s."
                        .formatted(
                                subject(task, job),
                                task.repeats() + 1,
                                seen(job),
                                task.item().replayCommand()));
    }

    static Failure outOfMemory(Task task, EndedJob job) {
        return failure(
                "%s ran out of memory in size %d: %s. A job of the next size follows."
                        .formatted(subject(task, job), task.tier(), seen(job)));
    }

    static Failure noLargerTier(Task task, EndedJob job) {
        return failure(
                "%s ran out of memory in size %d, and its phase has no larger: %s. Ask for more memory in the phase's batch section, or make the input smaller."
                        .formatted(subject(task, job), task.tier(), seen(job)));
    }

    static Failure larger(Task task, Failure said) {
        return new Failure(
                said.kind(),
                "%s That was in size %d: a job of the next size follows."
                        .formatted(said.message(), task.tier()));
    }

    static Failure noneLarger(Task task, Failure said) {
        return new Failure(
                said.kind(),
                "%s That was in size %d, and its phase has no larger. Ask for more memory in the phase's batch section, or make the input smaller."
                        .formatted(said.message(), task.tier()));
    }

    static Failure notPlaced(Task task, EndedJob job) {
        return failure(
                "%s found no place to run: %s. Correct the compute environment or the phase's batch section, then run it again: %s."
                        .formatted(subject(task, job), seen(job), task.item().replayCommand()));
    }

    static Failure stoppedByUser(Task task, EndedJob job) {
        return failure(
                "%s was cancelled or terminated by a user: %s. To run it again: %s."
                        .formatted(subject(task, job), seen(job), task.item().replayCommand()));
    }

    private static Failure failure(String message) {
        return new Failure(Failure.Kind.JOB_FAILED, message);
    }

    private static String undone(Task task, EndedJob job) {
        return "%s ended %s after %d attempts without finishing it: %s."
                .formatted(
                        subject(task, job),
                        job.succeeded() ? "SUCCEEDED" : "FAILED",
                        job.attempts(),
                        seen(job));
    }

    private static String subject(Task task, EndedJob job) {
        return "Job %s of phase %s on %s"
                .formatted(job.jobId(), task.item().phase(), task.item().input().location());
    }

    private static String seen(EndedJob job) {
        var exit =
                job.exitStatus().isPresent()
                        ? "exit status " + job.exitStatus().getAsLong()
                        : "no exit status";
        var container = job.containerReason().map(text -> ", " + text).orElse("");
        return "%s (%s%s)"
                .formatted(
                        job.statusReason().map(String::strip).orElse("no reason given"),
                        exit,
                        container);
    }
}
