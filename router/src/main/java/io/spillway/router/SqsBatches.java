package io.spillway.router;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JSON that Lambda exchanges with a function that a queue feeds.
 *
 * <p>Read and written here, because the runtime's own serialisation of these types costs 200 ms of
 * CPU at the first invocation. Source of the form: AWS Lambda developer guide, "Using Lambda with
 * Amazon SQS".
 */
final class SqsBatches {

    private SqsBatches() {}

    static SQSEvent read(byte[] json) {
        var event = new SQSEvent();
        event.setRecords(
                Json.readObject(json).objects("Records").stream()
                        .map(SqsBatches::message)
                        .toList());
        return event;
    }

    private static SQSEvent.SQSMessage message(JsonObject record) {
        var message = new SQSEvent.SQSMessage();
        message.setMessageId(record.requireText("messageId"));
        message.setReceiptHandle(record.text("receiptHandle").orElse(""));
        message.setBody(record.text("body").orElse(""));
        message.setAttributes(attributes(record));
        message.setMessageAttributes(messageAttributes(record));
        return message;
    }

    /** Those with text, which are all that the router looks at. */
    private static Map<String, SQSEvent.MessageAttribute> messageAttributes(JsonObject record) {
        var attributes = new HashMap<String, SQSEvent.MessageAttribute>();
        record.object("messageAttributes")
                .ifPresent(
                        all ->
                                all.members()
                                        .keySet()
                                        .forEach(
                                                name ->
                                                        all.requireObject(name)
                                                                .text("stringValue")
                                                                .ifPresent(
                                                                        text ->
                                                                                attributes.put(
                                                                                        name,
                                                                                        attribute(
                                                                                                text)))));
        return attributes;
    }

    private static SQSEvent.MessageAttribute attribute(String text) {
        var attribute = new SQSEvent.MessageAttribute();
        attribute.setDataType("String");
        attribute.setStringValue(text);
        return attribute;
    }

    private static Map<String, String> attributes(JsonObject record) {
        return record.object("attributes").stream()
                .flatMap(
                        attributes ->
                                attributes.members().keySet().stream()
                                        .map(name -> Map.entry(name, attributes.requireText(name))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static byte[] write(SQSBatchResponse response) {
        var failures =
                response.getBatchItemFailures().stream()
                        .map(
                                failure ->
                                        JsonObject.of()
                                                .put("itemIdentifier", failure.getItemIdentifier())
                                                .build())
                        .toList();
        return Json.writeBytes(JsonObject.of().put("batchItemFailures", failures).build());
    }
}
