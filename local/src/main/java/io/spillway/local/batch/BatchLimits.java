package io.spillway.local.batch;

import java.time.Duration;

/**
 * The limits that someone may want to move; all others are AWS's.
 *
 * @param submitsPerSecond SubmitJob calls taken per second, and as many at once after a pause
 * @param stopGrace between SIGTERM and SIGKILL for a container that doesn't name its own
 * @param shortestTimeLimit the least {@code maxTimeSeconds} of a job queue's {@code
 *     jobStateTimeLimitActions}
 */
public record BatchLimits(int submitsPerSecond, Duration stopGrace, Duration shortestTimeLimit) {

    /**
     * Sources: AWS Batch User Guide, "AWS Batch service quotas" and "Job timeouts"; AWS Batch API
     * Reference, "JobStateTimeLimitAction".
     */
    public static final BatchLimits AWS =
            new BatchLimits(50, Duration.ofSeconds(30), Duration.ofSeconds(600));

    /** {@link #AWS}, but SubmitJob is never throttled. */
    public static final BatchLimits UNTHROTTLED =
            new BatchLimits(Integer.MAX_VALUE, AWS.stopGrace(), AWS.shortestTimeLimit());

    public BatchLimits {
        if (submitsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "%d submits per second: must be at least 1.".formatted(submitsPerSecond));
        }
    }

    /** The same, but that queues may cancel waiting jobs sooner. */
    public BatchLimits withShortestTimeLimit(Duration shortest) {
        return new BatchLimits(submitsPerSecond, stopGrace, shortest);
    }
}
