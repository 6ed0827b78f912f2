package io.spillway.local.function;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A function and its event source mapping.
 *
 * <p>The mapping has {@code ReportBatchItemFailures}, so the function's answer tells which messages
 * failed.
 *
 * @param timeout how long an invocation may take; at most 15 minutes
 * @param memoryMib what the function is told it has; nothing limits it
 * @param queueUrl of a standard queue
 * @param batchSize most messages per invocation; 1 to 10,000
 * @param batchWindow how long to gather messages for an invocation; up to 5 minutes, and at least a
 *     second for more than 10 messages
 * @param maximumConcurrency most invocations at once; 2 to 1,000
 * @param log where the function's log lines go
 */
public record FunctionConfiguration(
        String name,
        Duration timeout,
        int memoryMib,
        String queueUrl,
        int batchSize,
        Duration batchWindow,
        int maximumConcurrency,
        Path log) {

    /** Source: AWS Lambda Developer Guide, "Lambda quotas" and "SQS event source mapping". */
    public FunctionConfiguration {
        check(name.matches("[A-Za-z0-9_-]{1,64}"), "name", name, "1 to 64 of A-Za-z0-9_-");
        check(
                timeout.isPositive() && timeout.compareTo(Duration.ofMinutes(15)) <= 0,
                "timeout",
                timeout,
                "up to 15 minutes");
        check(memoryMib >= 128 && memoryMib <= 10_240, "memoryMib", memoryMib, "128 to 10240");
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
                    "%s of the function is %s: must be %s.".formatted(member, value, expected));
        }
    }
}
