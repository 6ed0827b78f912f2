package io.spillway.local.simulation;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectVersion;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** Messages as AWS words them. */
final class Envelopes {

    private Envelopes() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What S3 says of a new object. */
    static String upload(ObjectVersion object) {
        var told =
                JsonObject.of()
                        .put("key", URLEncoder.encode(object.key(), StandardCharsets.UTF_8))
                        .put("size", object.size())
                        .put("eTag", object.etag())
                        .put("versionId", object.versionId().orElseThrow())
                        .put("sequencer", "00A1");
        var s3 =
                JsonObject.of()
                        .put("bucket", JsonObject.of().put("name", object.bucket()))
                        .put("object", told);
        var record =
                JsonObject.of()
                        .put("eventVersion", "2.6")
                        .put("eventSource", "aws:s3")
                        .put("eventName", "ObjectCreated:Put")
                        .put("s3", s3)
                        .build();
        return Json.write(JsonObject.of().put("Records", List.of(record)).build());
    }

    /** A phase event as SNS hands it to a queue. */
    static String notification(PhaseEvent event) {
        return Json.write(
                JsonObject.of()
                        .put("Type", "Notification")
                        .put("Message", Json.write(event.toJson()))
                        .build());
    }

    /** What EventBridge says of a job. */
    static String jobState(
            String id,
            String name,
            String status,
            int attempts,
            String reason,
            OptionalInt exitStatus) {
        var container = JsonObject.of().put("reason", reason);
        exitStatus.ifPresent(code -> container.put("exitCode", code));
        var attempt = JsonObject.of().put("container", container).build();
        var detail =
                JsonObject.of()
                        .put("jobId", id)
                        .put("jobName", name)
                        .put("status", status)
                        .put("statusReason", reason)
                        .put("attempts", Collections.nCopies(attempts, attempt))
                        .put("container", container);
        return Json.write(
                JsonObject.of()
                        .put("source", "aws.batch")
                        .put("detail-type", "Batch Job State Change")
                        .put("detail", detail)
                        .build());
    }

    /** A message as Lambda hands it to a function. */
    static JsonObject record(SimulatedQueue.Delivery delivery) {
        return JsonObject.of()
                .put("messageId", delivery.messageId())
                .put("receiptHandle", delivery.receiptHandle())
                .put("body", delivery.body())
                .put(
                        "attributes",
                        JsonObject.of()
                                .put(
                                        "ApproximateReceiveCount",
                                        Integer.toString(delivery.receives())))
                .put("eventSource", "aws:sqs")
                .build();
    }
}
