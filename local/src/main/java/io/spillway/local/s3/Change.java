package io.spillway.local.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that happened to the state, as it stands in the journal: whole, and in the past. */
sealed interface Change {

    /** The notifications that this change causes. */
    default List<Notification> notifications() {
        return List.of();
    }

    record BucketCreated(String bucket, String region, Instant at) implements Change {}

    record BucketDeleted(String bucket) implements Change {}

    record VersioningChanged(String bucket, Versioning versioning) implements Change {}

    record NotificationsChanged(String bucket, NotificationConfiguration configuration)
            implements Change {}

    record BucketTagged(String bucket, Map<String, String> tags) implements Change {}

    /**
     * An object or delete marker became current.
     *
     * @param uploadId of the upload that is thereby completed
     */
    record VersionAdded(
            String bucket,
            String key,
            Version version,
            Optional<String> uploadId,
            List<Notification> notifications)
            implements Change {}

    /** A version is gone for good. */
    record VersionRemoved(
            String bucket, String key, String versionId, List<Notification> notifications)
            implements Change {}

    record VersionTagged(String bucket, String key, String versionId, Map<String, String> tags)
            implements Change {}

    record UploadStarted(String bucket, Upload upload) implements Change {}

    record PartStored(String bucket, String uploadId, Part part) implements Change {}

    record UploadAborted(String bucket, String uploadId) implements Change {}

    /** A notification was delivered. */
    record Delivered(long notification) implements Change {}

    /** In snapshots: what is still to be delivered, and the highest number drawn so far. */
    record Reached(long sequence, List<Notification> notifications) implements Change {}
}
