package io.spillway.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.local.sqs.MessageAttribute;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a publisher hands to a topic.
 *
 * @param perProtocol whether the body is a JSON object with a text for each protocol
 * @param attributes by name in alphabetical order
 */
record SnsMessage(
        Optional<String> subject,
        String body,
        boolean perProtocol,
        Map<String, MessageAttribute> attributes) {

    SnsMessage {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    static SnsMessage plain(Optional<String> subject, String body) {
        return new SnsMessage(subject, body, false, Map.of());
    }

    /** The text that a subscriber of this protocol gets. */
    String bodyFor(Protocol protocol) {
        if (!perProtocol) {
            return body;
        }
        var texts = Json.readObject(body);
        return texts.text(protocol.text()).orElseGet(() -> texts.requireText("default"));
    }

    /** Bytes that count towards a topic's MaximumMessageSize. */
    long size() {
        long attributeBytes =
                attributes.entrySet().stream()
                        .mapToLong(
                                entry ->
                                        entry.getKey().getBytes(UTF_8).length
                                                + entry.getValue().size())
                        .sum();
        return body.getBytes(UTF_8).length + attributeBytes;
    }

    /**
     * @throws SnsError if no topic, or not one with this limit, would take it
     */
    void check(long maximumMessageSize) {
        if (body.isEmpty()) {
            throw SnsError.invalid("Message", "Empty message");
        }
        subject.ifPresent(SnsMessage::checkSubject);
        SnsAttributes.check(attributes);
        if (size() > maximumMessageSize) {
            throw SnsError.invalid(
                    "Message",
                    "Message too long: %d bytes exceed the topic's %d."
                            .formatted(size(), maximumMessageSize));
        }
        if (perProtocol) {
            checkPerProtocol();
        }
    }

    /** Source: Amazon SNS API Reference, "Publish": less than 100 characters, one line. */
    private static void checkSubject(String subject) {
        if (subject.isEmpty()
                || subject.length() > 100
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw SnsError.invalid(
                    "Subject",
                    "Must be 1 to 100 characters without line breaks and control characters.");
        }
    }

    private void checkPerProtocol() {
        JsonObject texts;
        try {
            texts = Json.readObject(body);
            texts.members().keySet().forEach(texts::text);
        } catch (JsonMismatch e) {
            throw SnsError.invalid(
                    "Message Structure",
                    "JSON message body failed to parse: %s".formatted(e.getMessage()));
        }
        if (texts.text("default").isEmpty()) {
            throw SnsError.invalid("Message Structure", "No default entry in JSON message body");
        }
    }
}
