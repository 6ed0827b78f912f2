package io.spillway.local.sns;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic.
 *
 * @param attributes those that were set, checked, by SNS's names
 */
record Topic(String arn, Map<String, String> attributes, Map<String, String> tags) {

    /** Source: Amazon SNS API Reference, "SetTopicAttributes": 256 KiB unless set. */
    private static final long PRESET_SIZE = 262_144;

    private static final long SMALLEST_SIZE = 1_024;
    private static final long LARGEST_SIZE = 1_048_576;

    /** Source: Amazon SNS API Reference, "TagResource". */
    private static final int MOST_TAGS = 50;

    private static final List<String> PLAIN =
            List.of("DeliveryPolicy", "DisplayName", "KmsMasterKeyId", "Policy");

    Topic {
        attributes.forEach(Topic::check);
        if (tags.size() > MOST_TAGS) {
            throw new SnsError(
                    SnsError.Code.TAG_LIMIT_EXCEEDED,
                    "Could not complete request: tag quota of per resource exceeded: %d tags, at most %d."
                            .formatted(tags.size(), MOST_TAGS));
        }
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    private static void check(String name, String value) {
        boolean allowed =
                switch (name) {
                    case "MaximumMessageSize" -> isSize(value);
                    case "SignatureVersion" -> value.matches("[12]");
                    case "TracingConfig" -> value.matches("PassThrough|Active");
                    case "FifoTopic" -> value.equals("false");
                    case String other when PLAIN.contains(other) -> true;
                    case String other -> throw SnsError.invalid("AttributeName", other);
                };
        if (!allowed) {
            throw SnsError.invalid(name, "\"%s\" isn't allowed here.".formatted(value));
        }
    }

    private static boolean isSize(String value) {
        return value.matches("\\d{1,9}")
                && Long.parseLong(value) >= SMALLEST_SIZE
                && Long.parseLong(value) <= LARGEST_SIZE;
    }

    String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    long maximumMessageSize() {
        return Long.parseLong(
                attributes.getOrDefault("MaximumMessageSize", Long.toString(PRESET_SIZE)));
    }

    Topic withAttribute(String name, String value) {
        var changed = new TreeMap<>(attributes);
        changed.put(name, value);
        return new Topic(arn, changed, tags);
    }

    Topic withTags(Map<String, String> newTags) {
        return new Topic(arn, attributes, newTags);
    }
}
