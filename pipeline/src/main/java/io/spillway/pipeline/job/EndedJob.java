package io.spillway.pipeline.job;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A Batch job, or a child of an array job, that reached SUCCEEDED or FAILED.
 *
 * @param jobId of a child {@code parent:index}
 * @param jobName of a child its parent's
 * @param queue ARN or name of its job queue; empty if that wasn't told
 * @param stoppedByUser whether somebody cancelled or terminated it
 * @param statusReason why, in AWS's words
 * @param containerReason what became of its container, in AWS's words
 * @param exitStatus of the last attempt's container; empty if it never ran or vanished
 * @param attempts that were made
 */
public record EndedJob(
        String jobId,
        String jobName,
        Optional<String> queue,
        boolean succeeded,
        boolean stoppedByUser,
        Optional<String> statusReason,
        Optional<String> containerReason,
        OptionalLong exitStatus,
        int attempts) {

    /** What ended it, as far as what is to be done next depends on it. */
    public enum Cause {
        /** Its attempts needed more memory than they had. */
        OUT_OF_MEMORY,
        /** Its host was taken away, as happens to spare capacity. */
        HOST_RECLAIMED,
        /** It waited for a place until its queue gave it up. */
        NOT_PLACED,
        /** Somebody wanted it to end. */
        STOPPED_BY_USER,
        /** Its container ran and ended. */
        RAN,
        /** No container of it ever ran. */
        NEVER_RAN
    }

    /** How a container ended. */
    public record Container(OptionalLong exitStatus, Optional<String> reason) {

        /**
         * Of several containers of one attempt the one that tells why the attempt ended: the first
         * that failed, else the first that ended, else the first.
         */
        public static Container mostTelling(List<Container> containers) {
            return containers.stream()
                    .max(Comparator.comparingInt(Container::telling))
                    .orElseGet(() -> new Container(OptionalLong.empty(), Optional.empty()));
        }

        private int telling() {
            if (exitStatus.isEmpty()) {
                return reason.isPresent() ? 1 : 0;
            }
            return exitStatus.getAsLong() == 0 ? 2 : 3;
        }
    }

    private static final int KILLED = 137;

    /**
     * Of a JVM with {@code -XX:+ExitOnOutOfMemoryError}. Source: {@code os::_exit(3)} in HotSpot.
     */
    private static final int JVM_OUT_OF_MEMORY = 3;

    /** Position in its array; empty for a job that is no child. */
    public OptionalInt index() {
        var colon = jobId.lastIndexOf(':');
        var digits = jobId.substring(colon + 1);
        return colon > 0 && digits.matches("\\d{1,5}")
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    /** Whether it ran in the queue, as far as is known. */
    public boolean isOfQueue(String queueName) {
        return queue.map(told -> told.substring(told.lastIndexOf('/') + 1))
                .filter(told -> !told.equals(queueName))
                .isEmpty();
    }

    /**
     * Source of the words: AWS Batch User Guide, "Jobs stuck in RUNNABLE status" and "Automated job
     * retries"; Amazon ECS developer guide, "Fargate Spot termination notices".
     */
    public Cause cause() {
        var why = statusReason.orElse("");
        if (why.contains("JobStateTimeLimit")
                || why.contains("MISCONFIGURATION:")
                || why.contains("CAPACITY:")) {
            return Cause.NOT_PLACED;
        }
        if (stoppedByUser) {
            return Cause.STOPPED_BY_USER;
        }
        if (why.startsWith("Host EC2")
                || (why + containerReason.orElse("")).contains("Spot Task was interrupted")) {
            return Cause.HOST_RECLAIMED;
        }
        if (isOutOfMemory()) {
            return Cause.OUT_OF_MEMORY;
        }
        return exitStatus.isPresent() ? Cause.RAN : Cause.NEVER_RAN;
    }

    private boolean isOutOfMemory() {
        var killed = exitStatus.equals(OptionalLong.of(KILLED));
        return exitStatus.equals(OptionalLong.of(JVM_OUT_OF_MEMORY))
                || killed
                        && containerReason.filter(text -> text.contains("OutOfMemory")).isPresent();
    }
}
