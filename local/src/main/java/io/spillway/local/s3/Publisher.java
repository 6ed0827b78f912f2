package io.spillway.local.s3;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes new objects visible: the conditions, the journal and the notification, all at once. */
record Publisher(S3State state, Sequence sequence, EventRecords events, Clock clock) {

    /**
     * An object whose bytes are all there.
     *
     * @param uploadId of the upload that it completes
     */
    record Publication(
            EventType type,
            String etag,
            Content content,
            List<Long> partSizes,
            Checksum checksum,
            Attributes attributes,
            Optional<String> uploadId) {}

    /**
     * An object that is visible now.
     *
     * @param headers that tell its writer of it
     */
    record Published(Version.Stored object, Map<String, String> headers) {}

    /**
     * Publishes under the request's key.
     *
     * @throws S3Error if the request's conditions don't hold; nothing has happened then
     */
    Published publish(S3Request request, Publication publication, S3State.Watch watch) {
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            Conditions.checkWrite(request, bucket, watch);
            var number = sequence.next();
            var stored =
                    new Version.Stored(
                            versionId(bucket, number),
                            number,
                            clock.instant(),
                            publication.etag,
                            publication.content,
                            publication.partSizes,
                            publication.checksum,
                            publication.attributes);
            var event =
                    new EventRecords.Event(
                            publication.type,
                            request.key(),
                            number,
                            stored.lastModified(),
                            Optional.of(stored.size()),
                            Optional.of(stored.etag()),
                            eventVersionId(bucket, stored.id()));
            state.commit(
                    new Change.VersionAdded(
                            bucket.name(),
                            request.key(),
                            stored,
                            publication.uploadId,
                            events.notifications(bucket, event, request.id())));
            return new Published(stored, ObjectHeaders.ofWritten(bucket, stored));
        }
    }

    /** The id that the next version gets. */
    static String versionId(Bucket bucket, long number) {
        return switch (bucket.versioning()) {
            case ENABLED -> Sequence.opaque("version", number);
            case OFF, SUSPENDED -> Version.NULL_ID;
        };
    }

    /** A version id as events carry it: only where versions are kept. */
    static Optional<String> eventVersionId(Bucket bucket, String id) {
        return bucket.versioning() == Versioning.OFF ? Optional.empty() : Optional.of(id);
    }
}
