package io.spillway.local.s3;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Writes event notifications. Source: Amazon S3 User Guide, "Event message structure". */
record EventRecords(Sequence sequence) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * What happened to an object.
     *
     * @param number of the change; the event's sequencer
     * @param size in bytes; absent where an object was removed
     */
    record Event(
            EventType type,
            String key,
            long number,
            Instant time,
            Optional<Long> size,
            Optional<String> etag,
            Optional<String> versionId) {}

    /** The notifications that the bucket's rules ask for. */
    List<Notification> notifications(Bucket bucket, Event event, String requestId) {
        return bucket.notifications()
                .matching(event.type(), event.key())
                .map(
                        rule ->
                                new Notification(
                                        sequence.next(),
                                        rule.target(),
                                        document(bucket, event, requestId, rule.id())))
                .toList();
    }

    private static String document(Bucket bucket, Event event, String requestId, String ruleId) {
        var s3 =
                JsonObject.of()
                        .put("s3SchemaVersion", "1.0")
                        .put("configurationId", ruleId)
                        .put("bucket", bucketOf(bucket))
                        .put("object", objectOf(event));
        var event26 =
                JsonObject.of()
                        .put("eventVersion", "2.6")
                        .put("eventSource", "aws:s3")
                        .put("awsRegion", bucket.region())
                        .put("eventTime", TIME.format(event.time()))
                        .put("eventName", event.type().eventName())
                        .put("userIdentity", principal())
                        .put(
                                "requestParameters",
                                JsonObject.of().put("sourceIPAddress", "127.0.0.1"))
                        .put(
                                "responseElements",
                                JsonObject.of()
                                        .put("x-amz-request-id", requestId)
                                        .put("x-amz-id-2", requestId))
                        .put("s3", s3)
                        .build();
        return Json.write(JsonObject.of().put("Records", List.of(event26)).build());
    }

    private static JsonObject.Builder bucketOf(Bucket bucket) {
        return JsonObject.of()
                .put("name", bucket.name())
                .put("ownerIdentity", principal())
                .put("arn", "arn:aws:s3:::" + bucket.name());
    }

    private static JsonObject.Builder objectOf(Event event) {
        var object = JsonObject.of().put("key", Keys.urlEncode(event.key()));
        event.size().ifPresent(size -> object.put("size", size));
        return object.putText("eTag", event.etag())
                .putText("versionId", event.versionId())
                .put("sequencer", Sequence.sequencer(event.number()));
    }

    private static JsonObject.Builder principal() {
        return JsonObject.of().put("principalId", "AWS:" + Owner.ID);
    }

    /** The message that S3 sends to a target when it becomes one. */
    static String testEvent(String bucket, Instant time, String requestId) {
        return Json.write(
                JsonObject.of()
                        .put("Service", "Amazon S3")
                        .put("Event", "s3:TestEvent")
                        .put("Time", TIME.format(time))
                        .put("Bucket", bucket)
                        .put("RequestId", requestId)
                        .put("HostId", requestId)
                        .build());
    }
}
