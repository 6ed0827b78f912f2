package io.spillway.local.s3;

import io.spillway.local.s3.Change.BucketCreated;
import io.spillway.local.s3.Change.BucketDeleted;
import io.spillway.local.s3.Change.BucketTagged;
import io.spillway.local.s3.Change.Delivered;
import io.spillway.local.s3.Change.NotificationsChanged;
import io.spillway.local.s3.Change.PartStored;
import io.spillway.local.s3.Change.Reached;
import io.spillway.local.s3.Change.UploadAborted;
import io.spillway.local.s3.Change.UploadStarted;
import io.spillway.local.s3.Change.VersionAdded;
import io.spillway.local.s3.Change.VersionRemoved;
import io.spillway.local.s3.Change.VersionTagged;
import io.spillway.local.s3.Change.VersioningChanged;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Changes as lines of the journal. */
final class ChangeJson {

    private ChangeJson() {}

    static JsonObject write(Change change) {
        var json = JsonObject.of();
        return switch (change) {
            case BucketCreated(var bucket, var region, var at) ->
                    json.put("type", "bucketCreated")
                            .put("bucket", bucket)
                            .put("region", region)
                            .put("at", at.toString())
                            .build();
            case BucketDeleted(var bucket) ->
                    json.put("type", "bucketDeleted").put("bucket", bucket).build();
            case VersioningChanged(var bucket, var versioning) ->
                    json.put("type", "versioningChanged")
                            .put("bucket", bucket)
                            .put("versioning", versioning.name())
                            .build();
            case NotificationsChanged(var bucket, var configuration) ->
                    json.put("type", "notificationsChanged")
                            .put("bucket", bucket)
                            .put("configuration", configuration.toJson())
                            .build();
            case BucketTagged(var bucket, var tags) ->
                    json.put("type", "bucketTagged")
                            .put("bucket", bucket)
                            .put("tags", TextMap.toJson(tags))
                            .build();
            case VersionAdded added -> write(added);
            case VersionRemoved(var bucket, var key, var versionId, var notifications) ->
                    json.put("type", "versionRemoved")
                            .put("bucket", bucket)
                            .put("key", key)
                            .put("versionId", versionId)
                            .put("notifications", write(notifications))
                            .build();
            case VersionTagged(var bucket, var key, var versionId, var tags) ->
                    json.put("type", "versionTagged")
                            .put("bucket", bucket)
                            .put("key", key)
                            .put("versionId", versionId)
                            .put("tags", TextMap.toJson(tags))
                            .build();
            case UploadStarted(var bucket, var upload) ->
                    json.put("type", "uploadStarted")
                            .put("bucket", bucket)
                            .put("upload", upload.toJson())
                            .build();
            case PartStored(var bucket, var uploadId, var part) ->
                    json.put("type", "partStored")
                            .put("bucket", bucket)
                            .put("uploadId", uploadId)
                            .put("part", part.toJson())
                            .build();
            case UploadAborted(var bucket, var uploadId) ->
                    json.put("type", "uploadAborted")
                            .put("bucket", bucket)
                            .put("uploadId", uploadId)
                            .build();
            case Delivered(var notification) ->
                    json.put("type", "delivered").put("notification", notification).build();
            case Reached(var sequence, var notifications) ->
                    json.put("type", "reached")
                            .put("sequence", sequence)
                            .put("notifications", write(notifications))
                            .build();
        };
    }

    private static JsonObject write(VersionAdded added) {
        return JsonObject.of()
                .put("type", "versionAdded")
                .put("bucket", added.bucket())
                .put("key", added.key())
                .put("version", added.version().toJson())
                .putText("uploadId", added.uploadId())
                .put("notifications", write(added.notifications()))
                .build();
    }

    private static List<JsonObject> write(List<Notification> notifications) {
        return notifications.stream().map(Notification::toJson).toList();
    }

    static Change read(JsonObject json) {
        return switch (json.requireText("type")) {
            case "bucketCreated" ->
                    new BucketCreated(
                            json.requireText("bucket"),
                            json.requireText("region"),
                            Instant.parse(json.requireText("at")));
            case "bucketDeleted" -> new BucketDeleted(json.requireText("bucket"));
            case "versioningChanged" ->
                    new VersioningChanged(
                            json.requireText("bucket"),
                            Versioning.valueOf(json.requireText("versioning")));
            case "notificationsChanged" ->
                    new NotificationsChanged(
                            json.requireText("bucket"),
                            NotificationConfiguration.fromJson(
                                    json.requireObject("configuration")));
            case "bucketTagged" ->
                    new BucketTagged(json.requireText("bucket"), TextMap.fromJson(json, "tags"));
            case "versionAdded" ->
                    new VersionAdded(
                            json.requireText("bucket"),
                            json.requireText("key"),
                            Version.fromJson(json.requireObject("version")),
                            json.text("uploadId"),
                            notifications(json));
            case "versionRemoved" ->
                    new VersionRemoved(
                            json.requireText("bucket"),
                            json.requireText("key"),
                            json.requireText("versionId"),
                            notifications(json));
            case "versionTagged" ->
                    new VersionTagged(
                            json.requireText("bucket"),
                            json.requireText("key"),
                            json.requireText("versionId"),
                            TextMap.fromJson(json, "tags"));
            case "uploadStarted" ->
                    new UploadStarted(
                            json.requireText("bucket"),
                            Upload.fromJson(json.requireObject("upload")));
            case "partStored" ->
                    new PartStored(
                            json.requireText("bucket"),
                            json.requireText("uploadId"),
                            Part.fromJson(json.requireObject("part")));
            case "uploadAborted" ->
                    new UploadAborted(json.requireText("bucket"), json.requireText("uploadId"));
            case "delivered" -> new Delivered(json.requireWhole("notification"));
            case "reached" -> new Reached(json.requireWhole("sequence"), notifications(json));
            case String other ->
                    throw new JsonMismatch(
                            "\"%s\" is no change of the S3 stand-in. Another version wrote it."
                                    .formatted(other));
        };
    }

    private static List<Notification> notifications(JsonObject json) {
        return json.objects("notifications").stream().map(Notification::fromJson).toList();
    }
}
