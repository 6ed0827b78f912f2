package io.spillway.local.sqs;

import io.spillway.pipeline.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A received message, with those of its attributes that the receiver asked for. */
final class ReceivedJson {

    private static final Set<String> SYSTEM_ATTRIBUTES =
            Set.of(
                    "All",
                    "ApproximateFirstReceiveTimestamp",
                    "ApproximateReceiveCount",
                    "AWSTraceHeader",
                    "DeadLetterQueueSourceArn",
                    "MessageDeduplicationId",
                    "MessageGroupId",
                    "SenderId",
                    "SentTimestamp",
                    "SequenceNumber");

    private final AwsAccount account;
    private final List<String> systemAttributeNames;
    private final List<String> attributeNames;

    /**
     * @throws SqsError if it asks for an attribute that SQS doesn't have
     */
    ReceivedJson(AwsAccount account, Request request) {
        this.account = account;
        attributeNames = request.texts("MessageAttributeNames");
        systemAttributeNames =
                Stream.of("MessageSystemAttributeNames", "AttributeNames")
                        .flatMap(name -> request.texts(name).stream())
                        .toList();
        for (var name : systemAttributeNames) {
            if (!SYSTEM_ATTRIBUTES.contains(name)) {
                throw new SqsError(
                        SqsError.Code.INVALID_ATTRIBUTE_NAME,
                        "Unknown Attribute %s.".formatted(name));
            }
        }
    }

    JsonObject write(Receiving.Received received) {
        var draft = received.message().draft();
        var json =
                JsonObject.of()
                        .put("MessageId", received.message().id())
                        .put("ReceiptHandle", received.receipt().handle())
                        .put("MD5OfBody", Digests.md5(draft.body()))
                        .put("Body", draft.body());
        var system = JsonObject.of();
        systemAttributes(received).forEach(system::put);
        var systemJson = system.build();
        if (!systemJson.members().isEmpty()) {
            json.put("Attributes", systemJson);
        }
        var attributes = draft.attributes().named(attributeNames);
        if (!attributes.isEmpty()) {
            json.put("MD5OfMessageAttributes", attributes.md5())
                    .put("MessageAttributes", attributes.toJson());
        }
        return json.build();
    }

    private Map<String, String> systemAttributes(Receiving.Received received) {
        var message = received.message();
        var all = new LinkedHashMap<String, String>();
        all.put("SenderId", account.id());
        all.put("SentTimestamp", Long.toString(message.sentAt()));
        all.put("ApproximateReceiveCount", Integer.toString(received.receipt().receives()));
        all.put("ApproximateFirstReceiveTimestamp", Long.toString(received.firstReceivedAt()));
        message.deadLetterSource().ifPresent(arn -> all.put("DeadLetterQueueSourceArn", arn));
        message.draft().groupId().ifPresent(id -> all.put("MessageGroupId", id));
        message.draft()
                .deduplicationId()
                .ifPresent(
                        id -> {
                            all.put("MessageDeduplicationId", id);
                            all.put("SequenceNumber", message.sequenceNumber());
                        });
        var trace = message.draft().systemAttributes().values().get("AWSTraceHeader");
        if (trace != null) {
            all.put("AWSTraceHeader", trace.value());
        }
        if (!systemAttributeNames.contains("All")) {
            all.keySet().retainAll(systemAttributeNames);
        }
        return all;
    }
}
