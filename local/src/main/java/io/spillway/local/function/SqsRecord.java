package io.spillway.local.function;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * A message as it stands in the event a function gets.
 *
 * <p>Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
 *
 * @param json one member of {@code Records}
 * @param bytes length of its text in UTF-8
 */
record SqsRecord(String messageId, String receiptHandle, JsonObject json, int bytes) {

    static SqsRecord of(Message message, String queueArn) {
        var json =
                JsonObject.of()
                        .put("messageId", message.messageId())
                        .put("receiptHandle", message.receiptHandle())
                        .put("body", message.body())
                        .put("attributes", texts(message.attributesAsStrings()))
                        .put("messageAttributes", attributes(message.messageAttributes()))
                        .put("md5OfBody", message.md5OfBody());
        if (message.md5OfMessageAttributes() != null) {
            json.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
        }
        json.put("eventSource", "aws:sqs")
                .put("eventSourceARN", queueArn)
                .put("awsRegion", queueArn.split(":")[3]);
        var built = json.build();
        return new SqsRecord(
                message.messageId(),
                message.receiptHandle(),
                built,
                Json.write(built).getBytes(StandardCharsets.UTF_8).length);
    }

    private static JsonObject texts(Map<String, String> values) {
        var object = JsonObject.of();
        new TreeMap<>(values).forEach(object::put);
        return object.build();
    }

    private static JsonObject attributes(Map<String, MessageAttributeValue> attributes) {
        var object = JsonObject.of();
        new TreeMap<>(attributes).forEach((name, value) -> object.put(name, attribute(value)));
        return object.build();
    }

    private static JsonObject attribute(MessageAttributeValue value) {
        var object = JsonObject.of();
        if (value.stringValue() != null) {
            object.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            object.put("binaryValue", base64(value.binaryValue()));
        }
        return object.put("stringListValues", List.<JsonValue>of())
                .put("binaryListValues", List.<JsonValue>of())
                .put("dataType", value.dataType())
                .build();
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }
}
