package io.spillway.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;

/**
 * A message as its sender hands it over.
 *
 * @param systemAttributes {@code AWSTraceHeader} or none
 * @param groupId of a FIFO queue's message, or a fairness hint on a standard queue
 * @param deduplicationId of a FIFO queue's message
 */
record Draft(
        String body,
        MessageAttributes attributes,
        MessageAttributes systemAttributes,
        Optional<String> groupId,
        Optional<String> deduplicationId) {

    static Draft of(
            String body, Map<String, MessageAttribute> attributes, Optional<String> groupId) {
        return new Draft(
                body,
                MessageAttributes.checked(attributes),
                MessageAttributes.NONE,
                groupId,
                Optional.empty());
    }

    Draft withDeduplicationId(String id) {
        return new Draft(body, attributes, systemAttributes, groupId, Optional.of(id));
    }

    /** Bytes that count towards a queue's MaximumMessageSize. */
    long size() {
        return body.getBytes(UTF_8).length + attributes.size();
    }

    /**
     * @throws SqsError if no queue, or not one with this limit, would take it
     */
    void check(long maximumMessageSize) {
        if (body.isEmpty()) {
            throw SqsError.missing("MessageBody");
        }
        if (size() > maximumMessageSize) {
            throw new SqsError(
                    SqsError.Code.INVALID_PARAMETER_VALUE,
                    "One or more parameters are invalid. Reason: Message must be shorter than %d bytes, this one has %d."
                            .formatted(maximumMessageSize, size()));
        }
        XmlText.check(body);
    }
}
