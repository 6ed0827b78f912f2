package io.spillway.local.batch;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an attempt ended, in the three texts that a retry strategy looks at.
 *
 * @param exitCode absent if no container ran to its end
 * @param reason what the container's host has to say about it
 * @param statusReason what AWS Batch has to say about it
 * @param isFinal whether the retry strategy isn't asked: a timeout
 * @param others exit codes of the task's other containers that ran, by their names
 */
record AttemptEnd(
        OptionalInt exitCode,
        Optional<String> reason,
        String statusReason,
        boolean isFinal,
        Map<String, Integer> others) {

    AttemptEnd {
        others = Map.copyOf(others);
    }

    /** Of a task of one container. */
    AttemptEnd(
            OptionalInt exitCode, Optional<String> reason, String statusReason, boolean isFinal) {
        this(exitCode, reason, statusReason, isFinal, Map.of());
    }

    AttemptEnd with(Map<String, Integer> exitCodesOfOthers) {
        return new AttemptEnd(exitCode, reason, statusReason, isFinal, exitCodesOfOthers);
    }

    static final String EXITED = "Essential container in task exited";
    static final String HOST_LOST = "Host EC2 (instance i-0123456789abcdef0) terminated.";
    static final String RECLAIMED = "Your Spot Task was interrupted.";
    static final String TIMED_OUT = "Job attempt duration exceeded timeout";

    /** The container ended by itself. */
    static AttemptEnd exited(ContainerExit exit) {
        Optional<String> reason =
                exit.outOfMemory()
                        ? Optional.of("OutOfMemoryError: Container killed due to memory usage")
                        : Optional.empty();
        return new AttemptEnd(OptionalInt.of(exit.exitCode()), reason, EXITED, false);
    }

    /** The host vanished, and the container with it. */
    static AttemptEnd hostLost() {
        return new AttemptEnd(OptionalInt.empty(), Optional.empty(), HOST_LOST, false);
    }

    /**
     * Its host was wanted back, and it was stopped; one that was done all the same has succeeded.
     *
     * <p>Source of the words: Amazon ECS developer guide, "Fargate Spot termination notices".
     */
    static AttemptEnd reclaimed(ContainerExit exit) {
        return exit.exitCode() == 0
                ? exited(exit)
                : new AttemptEnd(
                        OptionalInt.of(exit.exitCode()), Optional.empty(), RECLAIMED, false);
    }

    /** It took too long and was stopped. */
    static AttemptEnd timedOut(ContainerExit exit) {
        return new AttemptEnd(OptionalInt.of(exit.exitCode()), Optional.empty(), TIMED_OUT, true);
    }

    /** There is no such image. */
    static AttemptEnd notPulled(String why) {
        var text = "CannotPullContainerError: " + why;
        return new AttemptEnd(OptionalInt.empty(), Optional.of(text), text, false);
    }

    /** The image is there, but its program can't be run. */
    static AttemptEnd notStarted(String why) {
        return new AttemptEnd(
                OptionalInt.empty(),
                Optional.of("CannotStartContainerError: " + why),
                "Task failed to start",
                false);
    }

    boolean isSuccess() {
        return !isFinal && exitCode.equals(OptionalInt.of(0));
    }
}
