package io.spillway.local.function;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A function and what feeds it.
 *
 * @param timeout how long an invocation may take; at most 15 minutes
 * @param memoryMib what the function is told it has; nothing limits it
 * @param mappings at least one; each of another queue
 * @param log where the function's log lines go
 */
public record FunctionConfiguration(
        String name, Duration timeout, int memoryMib, List<EventSourceMapping> mappings, Path log) {

    /** Source: AWS Lambda Developer Guide, "Lambda quotas". */
    public FunctionConfiguration {
        mappings = List.copyOf(mappings);
        check(name.matches("[A-Za-z0-9_-]{1,64}"), "name", name, "1 to 64 of A-Za-z0-9_-");
        check(
                timeout.isPositive() && timeout.compareTo(Duration.ofMinutes(15)) <= 0,
                "timeout",
                timeout,
                "up to 15 minutes");
        check(memoryMib >= 128 && memoryMib <= 10_240, "memoryMib", memoryMib, "128 to 10240");
        var queues = mappings.stream().map(EventSourceMapping::queueUrl).toList();
        check(!queues.isEmpty(), "mappings", queues, "at least one");
        check(
                queues.stream().distinct().count() == queues.size(),
                "mappings",
                queues,
                "one for each queue");
    }

    private static void check(boolean holds, String member, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s of the function is %s: must be %s.".formatted(member, value, expected));
        }
    }
}
