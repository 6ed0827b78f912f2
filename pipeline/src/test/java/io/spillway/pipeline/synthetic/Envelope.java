package io.spillway.pipeline.synthetic;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The forms in which the creation of objects reaches a queue, with all members that AWS sends.
 * Source: Amazon S3 User Guide, "Event message structure" and "Using EventBridge"; Amazon SNS
 * Developer Guide, "Parsing message formats".
 */
public enum Envelope {
    /** S3 straight to the queue. */
    S3,
    /** S3 to a topic, the topic to the queue. */
    S3_IN_SNS,
    /** S3 to EventBridge, a rule to the queue. One object per message. */
    EVENT_BRIDGE,
    /** S3 to EventBridge, a rule to a topic, the topic to the queue. One object per message. */
    EVENT_BRIDGE_IN_SNS;

    /** When all objects were put. */
    public static final Instant PUT_AT = Instant.parse("2026-01-02T03:04:05Z");

    /** How many objects one message can tell of. */
    public int mostObjects() {
        return switch (this) {
            case S3, S3_IN_SNS -> Integer.MAX_VALUE;
            case EVENT_BRIDGE, EVENT_BRIDGE_IN_SNS -> 1;
        };
    }

    /**
     * A message that tells of objects.
     *
     * @param objects as many as this form can hold, at least one
     */
    public String write(List<ToldObject> objects) {
        return switch (this) {
            case S3 -> notification(objects);
            case S3_IN_SNS -> inSns(notification(objects));
            case EVENT_BRIDGE -> eventBridge(objects.getFirst());
            case EVENT_BRIDGE_IN_SNS -> inSns(eventBridge(objects.getFirst()));
        };
    }

    /** A message as a topic passes it to a queue that doesn't ask for raw delivery. */
    public static String inSns(String message) {
        return Json.write(
                JsonObject.of()
                        .put("Type", "Notification")
                        .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
                        .put("TopicArn", "arn:aws:sns:eu-central-1:123456789012:uploads")
                        .put("Subject", "Amazon S3 Notification")
                        .put("Message", message)
                        .put("Timestamp", "2026-01-02T03:04:05.678Z")
                        .put("SignatureVersion", "1")
                        .put("Signature", "c2lnbmF0dXJl".repeat(28))
                        .put("SigningCertURL", "https://sns.eu-central-1.amazonaws.com/s.pem")
                        .put("UnsubscribeURL", "https://sns.eu-central-1.amazonaws.com/?Action=U")
                        .build());
    }

    private static String notification(List<ToldObject> objects) {
        return Json.write(
                JsonObject.of()
                        .put("Records", objects.stream().map(Envelope::record).toList())
                        .build());
    }

    private static JsonObject record(ToldObject object) {
        return JsonObject.of()
                .put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", "eu-central-1")
                .put("eventTime", PUT_AT.toString())
                .put("eventName", "ObjectCreated:Put")
                .put("userIdentity", JsonObject.of().put("principalId", "AWS:AIDAJDPLRKLG7UEXAM"))
                .put("requestParameters", JsonObject.of().put("sourceIPAddress", "192.0.2.1"))
                .put(
                        "responseElements",
                        JsonObject.of()
                                .put("x-amz-request-id", "C3D13FE58DE4C810")
                                .put("x-amz-id-2", "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRW"))
                .put(
                        "s3",
                        JsonObject.of()
                                .put("s3SchemaVersion", "1.0")
                                .put("configurationId", "uploads")
                                .put(
                                        "bucket",
                                        JsonObject.of()
                                                .put("name", object.bucket())
                                                .put("arn", "arn:aws:s3:::" + object.bucket()))
                                .put(
                                        "object",
                                        JsonObject.of()
                                                .put("key", formEncoded(object.key()))
                                                .putWhole("size", object.size())
                                                .putText("eTag", object.etag())
                                                .putText("versionId", object.versionId())
                                                .putText("sequencer", object.sequencer())))
                .build();
    }

    /** As S3 encodes keys: like a form, but slashes stay. */
    private static String formEncoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String eventBridge(ToldObject object) {
        return Json.write(
                JsonObject.of()
                        .put("version", "0")
                        .put("id", "17793124-05d4-b198-2fde-7ededc63b103")
                        .put("detail-type", "Object Created")
                        .put("source", "aws.s3")
                        .put("account", "123456789012")
                        .put("time", PUT_AT.toString())
                        .put("region", "eu-central-1")
                        .put(
                                "detail",
                                JsonObject.of()
                                        .put("version", "0")
                                        .put("bucket", JsonObject.of().put("name", object.bucket()))
                                        .put(
                                                "object",
                                                JsonObject.of()
                                                        .put("key", object.key())
                                                        .putWhole("size", object.size())
                                                        .putText("etag", object.etag())
                                                        .putText("version-id", object.versionId())
                                                        .putText("sequencer", object.sequencer()))
                                        .put("request-id", "C3D13FE58DE4C810")
                                        .put("requester", "123456789012")
                                        .put("source-ip-address", "192.0.2.1")
                                        .put("reason", "PutObject"))
                        .build());
    }
}
