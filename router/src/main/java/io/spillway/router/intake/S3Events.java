package io.spillway.router.intake;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two forms in which S3 tells of objects. Source: Amazon S3 User Guide, "Event message
 * structure" and "Using EventBridge".
 */
final class S3Events {

    private S3Events() {}

    /** The form sent to queues and topics. Its keys are encoded as HTML forms are. */
    static IntakeMessage notification(JsonObject json) {
        var objects = new ArrayList<ArrivedObject>();
        for (var record : json.objects("Records")) {
            if (!record.text("eventSource").filter("aws:s3"::equals).isPresent()) {
                throw new JsonMismatch(
                        "A record comes from \"%s\": expected aws:s3."
                                .formatted(record.text("eventSource").orElse("")));
            }
            var version = record.text("eventVersion").orElse("2.");
            if (!version.startsWith("2.")) {
                throw new JsonMismatch(
                        "An S3 event has version %s: expected 2 with any minor version."
                                .formatted(version));
            }
            if (record.requireText("eventName").startsWith("ObjectCreated:")) {
                objects.add(arrived(record.requireObject("s3"), at(record.text("eventTime"))));
            }
        }
        if (objects.isEmpty()) {
            return new IntakeMessage.Nothing("an S3 event that created no object");
        }
        return new IntakeMessage.Uploaded(objects);
    }

    /** Nothing depends on it, so that a time in another form is as good as none. */
    private static Optional<Instant> at(Optional<String> time) {
        try {
            return time.map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static ArrivedObject arrived(JsonObject s3, Optional<Instant> at) {
        var object = s3.requireObject("object");
        return new ArrivedObject(
                new ObjectLocation(
                        s3.requireObject("bucket").requireText("name"),
                        decoded(object.requireText("key"))),
                object.text("versionId"),
                object.text("eTag"),
                object.whole("size"),
                object.text("sequencer"),
                at);
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new JsonMismatch(
                    "The key \"%s\" isn't form-encoded: %s.".formatted(key, e.getMessage()));
        }
    }

    /**
     * The form sent to EventBridge. Its keys are as they are: decoding would change those with + or
     * %.
     */
    static IntakeMessage eventBridge(JsonObject json) {
        var kind = json.requireText("detail-type");
        if (!kind.equals("Object Created")) {
            return new IntakeMessage.Nothing("the S3 event \"" + kind + "\"");
        }
        var detail = json.requireObject("detail");
        var object = detail.requireObject("object");
        return new IntakeMessage.Uploaded(
                List.of(
                        new ArrivedObject(
                                new ObjectLocation(
                                        detail.requireObject("bucket").requireText("name"),
                                        object.requireText("key")),
                                object.text("version-id"),
                                object.text("etag"),
                                object.whole("size"),
                                object.text("sequencer"),
                                at(json.text("time")))));
    }
}
