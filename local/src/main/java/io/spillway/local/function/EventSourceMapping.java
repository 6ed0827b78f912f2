package io.spillway.local.function;

import java.time.Duration;

/**
 * How one queue feeds a function.
 *
 * <p>A mapping has {@code ReportBatchItemFailures}, so the function's answer tells which messages
 * failed.
 *
 * @param queueUrl of a standard queue
 * @param batchSize most messages per invocation; 1 to 10,000
 * @param batchWindow how long to gather messages for an invocation; up to 5 minutes, and at least a
 *     second for more than 10 messages
 * @param maximumConcurrency most invocations at once for messages of this queue; 2 to 1,000
 */
public record EventSourceMapping(
        String queueUrl, int batchSize, Duration batchWindow, int maximumConcurrency) {

    /** Source: AWS Lambda Developer Guide, "Lambda quotas" and "SQS event source mapping". */
    public EventSourceMapping {
        check(!queueUrl.endsWith(".fifo"), "queueUrl", queueUrl, "a standard queue's");
        check(batchSize >= 1 && batchSize <= 10_000, "batchSize", batchSize, "1 to 10000");
        check(
                !batchWindow.isNegative() && batchWindow.compareTo(Duration.ofMinutes(5)) <= 0,
                "batchWindow",
                batchWindow,
                "0 to 5 minutes");
        check(
                batchSize <= 10 || batchWindow.toSeconds() >= 1,
                "batchWindow",
                batchWindow,
                "at least 1 second for a batchSize over 10");
        check(
                maximumConcurrency >= 2 && maximumConcurrency <= 1_000,
                "maximumConcurrency",
                maximumConcurrency,
                "2 to 1000");
    }

    private static void check(boolean holds, String member, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s of the event source mapping is %s: must be %s."
                            .formatted(member, value, expected));
        }
    }
}
