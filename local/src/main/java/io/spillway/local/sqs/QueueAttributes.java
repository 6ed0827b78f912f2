package io.spillway.local.sqs;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A queue's settings, checked, by SQS's names. Source for ranges and defaults: Amazon SQS API
 * Reference, "SetQueueAttributes".
 */
record QueueAttributes(Map<String, String> values) {

    private record Range(long from, long to, long preset) {}

    private static final Map<String, Range> RANGES =
            Map.of(
                    "DelaySeconds", new Range(0, 900, 0),
                    "KmsDataKeyReusePeriodSeconds", new Range(60, 86_400, 300),
                    "MaximumMessageSize", new Range(1_024, 1_048_576, 1_048_576),
                    "MessageRetentionPeriod", new Range(60, 1_209_600, 345_600),
                    "ReceiveMessageWaitTimeSeconds", new Range(0, 20, 0),
                    "VisibilityTimeout", new Range(0, 43_200, 30));

    private static final Map<String, List<String>> CHOICES =
            Map.of(
                    "SqsManagedSseEnabled", List.of("true", "false"),
                    "FifoQueue", List.of("true"),
                    "ContentBasedDeduplication", List.of("true", "false"),
                    "DeduplicationScope", List.of("queue", "messageGroup"),
                    "FifoThroughputLimit", List.of("perQueue", "perMessageGroupId"));

    private static final Set<String> FIFO_ONLY =
            Set.of(
                    "FifoQueue",
                    "ContentBasedDeduplication",
                    "DeduplicationScope",
                    "FifoThroughputLimit");

    /** Those whose empty value takes them away. */
    private static final Set<String> REMOVABLE =
            Set.of("Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId");

    /** Where a message goes that was received too often. */
    record Redrive(String deadLetterTargetArn, int maxReceiveCount) {}

    QueueAttributes {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * @throws SqsError if the queue can't be made with these
     */
    static QueueAttributes of(Map<String, String> given, boolean fifo) {
        var values = new LinkedHashMap<String, String>();
        RANGES.forEach((name, range) -> values.put(name, Long.toString(range.preset())));
        values.remove("KmsDataKeyReusePeriodSeconds");
        values.put("SqsManagedSseEnabled", "true");
        if (fifo) {
            values.put("ContentBasedDeduplication", "false");
            values.put("DeduplicationScope", "queue");
            values.put("FifoThroughputLimit", "perQueue");
        }
        var attributes = new QueueAttributes(values).with(given, fifo);
        if (attributes.isFifo() != fifo) {
            throw new SqsError(
                    SqsError.Code.INVALID_PARAMETER_VALUE,
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length; the attribute FifoQueue has to be true for it, and for no other.");
        }
        return attributes;
    }

    /** These, with some of them replaced. */
    QueueAttributes with(Map<String, String> given, boolean fifo) {
        var merged = new LinkedHashMap<>(values);
        given.forEach(
                (name, value) -> {
                    check(name, value, fifo);
                    if (value.isEmpty()) {
                        merged.remove(name);
                    } else {
                        merged.put(name, value);
                    }
                });
        return new QueueAttributes(merged);
    }

    private static void check(String name, String value, boolean fifo) {
        if (FIFO_ONLY.contains(name) && !fifo) {
            throw new SqsError(
                    SqsError.Code.INVALID_ATTRIBUTE_NAME,
                    "Unknown Attribute %s: only a queue whose name ends in .fifo has it."
                            .formatted(name));
        }
        requireKnown(name);
        if (RANGES.containsKey(name)) {
            checkRange(name, value, RANGES.get(name));
        } else if (CHOICES.containsKey(name)) {
            checkChoice(name, value, CHOICES.get(name));
        } else if (name.equals("RedrivePolicy") && !value.isEmpty()) {
            redrive(value);
        }
    }

    private static void checkRange(String name, String value, Range range) {
        if (!value.matches("\\d{1,18}")
                || Long.parseLong(value) < range.from()
                || Long.parseLong(value) > range.to()) {
            throw SqsError.invalidAttribute(
                    name,
                    "Must be between %d and %d, if provided, and is \"%s\"."
                            .formatted(range.from(), range.to(), value));
        }
    }

    private static void checkChoice(String name, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw SqsError.invalidAttribute(
                    name,
                    "Must be %s, if provided, and is \"%s\"."
                            .formatted(String.join(" or ", choices), value));
        }
    }

    private static Redrive redrive(String policy) {
        var json = readPolicy(policy);
        var target = json.text("deadLetterTargetArn");
        var count = maxReceiveCount(json);
        if (target.isEmpty() || count.isEmpty()) {
            throw SqsError.invalidValue(
                    policy,
                    "RedrivePolicy",
                    "Redrive policy needs a deadLetterTargetArn and a maxReceiveCount from 1 to 1000.");
        }
        return new Redrive(target.get(), count.get());
    }

    private static JsonObject readPolicy(String policy) {
        try {
            return Json.readObject(policy);
        } catch (JsonMismatch _) {
            throw SqsError.invalidValue(
                    policy, "RedrivePolicy", "Redrive policy is not a valid JSON map.");
        }
    }

    /** The count, as a number or as text: AWS takes both. */
    private static Optional<Integer> maxReceiveCount(JsonObject policy) {
        return policy.get("maxReceiveCount")
                .map(
                        value ->
                                switch (value) {
                                    case JsonValue.Numeric(var _, var number) ->
                                            number.toPlainString();
                                    case JsonValue.Text(var _, var text) -> text;
                                    case JsonValue _ -> "";
                                })
                .filter(text -> text.matches("[1-9]\\d{0,2}|1000"))
                .map(Integer::valueOf);
    }

    /** The name of one of these that isn't what is set; empty if all agree. */
    Optional<String> disagreement(Map<String, String> given) {
        return given.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(values.getOrDefault(entry.getKey(), "")))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * @throws SqsError if SQS has no attribute of this name
     */
    static void requireKnown(String name) {
        if (!RANGES.containsKey(name) && !CHOICES.containsKey(name) && !REMOVABLE.contains(name)) {
            throw new SqsError(
                    SqsError.Code.INVALID_ATTRIBUTE_NAME, "Unknown Attribute %s.".formatted(name));
        }
    }

    boolean isFifo() {
        return values.containsKey("FifoQueue");
    }

    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    long number(String name) {
        return Long.parseLong(values.get(name));
    }

    long millis(String name) {
        return number(name) * 1_000;
    }

    Optional<Redrive> redrive() {
        return Optional.ofNullable(values.get("RedrivePolicy")).map(QueueAttributes::redrive);
    }
}
