package io.spillway.local.batch;

import java.time.Duration;

/**
 * The limits that someone may want to move; all others are AWS's.
 *
 * @param submitsPerSecond SubmitJob calls taken per second, and as many at once after a pause
 * @param stopGrace between SIGTERM and SIGKILL for a container that doesn't name its own
 */
public record BatchLimits(int submitsPerSecond, Duration stopGrace) {

    /** Source: AWS Batch User Guide, "AWS Batch service quotas" and "Job timeouts". */
    public static final BatchLimits AWS = new BatchLimits(50, Duration.ofSeconds(30));

    /** {@link #AWS}, but SubmitJob is never throttled. */
    public static final BatchLimits UNTHROTTLED =
            new BatchLimits(Integer.MAX_VALUE, AWS.stopGrace());

    public BatchLimits {
        if (submitsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "%d submits per second: must be at least 1.".formatted(submitsPerSecond));
        }
    }
}
