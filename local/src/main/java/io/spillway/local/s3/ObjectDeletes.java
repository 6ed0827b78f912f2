package io.spillway.local.s3;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** DeleteObject and DeleteObjects. */
final class ObjectDeletes {

    private static final String EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

    private final S3State state;
    private final Sequence sequence;
    private final EventRecords events;
    private final Clock clock;

    ObjectDeletes(S3State state, Sequence sequence, EventRecords events, Clock clock) {
        this.state = state;
        this.sequence = sequence;
        this.events = events;
        this.clock = clock;
    }

    /** One thing to delete. */
    private record Target(
            String key, Optional<String> versionId, Optional<String> ifMatch, String requestId) {}

    /**
     * What came of it.
     *
     * @param versionId that was deleted, or of the marker that was made
     */
    private record Outcome(Optional<String> versionId, boolean deleteMarker) {}

    S3Response delete(S3Request request) {
        Conditions.refuse(request, "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");
        var target =
                new Target(
                        request.key(),
                        request.parameter("versionId"),
                        request.header("If-Match"),
                        request.id());
        var outcome = delete(request.bucket(), target);
        var response = S3Response.empty(204).header("x-amz-version-id", outcome.versionId);
        return outcome.deleteMarker ? response.header("x-amz-delete-marker", "true") : response;
    }

    S3Response deleteAll(S3Request request) throws IOException {
        state.bucket(request.bucket());
        var body = RequestBody.of(request);
        if (request.header("Content-MD5").isEmpty() && body.declaredAlgorithm().isEmpty()) {
            throw S3Error.invalidRequest(
                    "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        var xml = XmlElement.read(body.bytes(), "Delete");
        var objects = xml.all("Object");
        if (objects.isEmpty() || objects.size() > Limits.PAGE) {
            throw S3Error.malformedXml(
                    "it names %d objects, expected 1 to %d".formatted(objects.size(), Limits.PAGE));
        }
        var quiet = xml.value("Quiet").filter(Boolean::parseBoolean).isPresent();
        var result = Xml.document("DeleteResult");
        for (var object : objects) {
            var target =
                    new Target(
                            object.require("Key"),
                            object.value("VersionId"),
                            object.value("ETag"),
                            request.id());
            deleteOne(request.bucket(), target, quiet, result);
        }
        return S3Response.xml(200, result);
    }

    private void deleteOne(String bucket, Target target, boolean quiet, Xml result) {
        try {
            var outcome = delete(bucket, target);
            if (!quiet) {
                report(target, outcome, result);
            }
        } catch (S3Error e) {
            result.open("Error")
                    .add("Key", target.key)
                    .add("VersionId", target.versionId)
                    .add("Code", e.code())
                    .add("Message", e.getMessage())
                    .close("Error");
        }
    }

    private static void report(Target target, Outcome outcome, Xml result) {
        result.open("Deleted").add("Key", target.key).add("VersionId", target.versionId);
        if (outcome.deleteMarker) {
            result.add("DeleteMarker", true).add("DeleteMarkerVersionId", outcome.versionId);
        }
        result.close("Deleted");
    }

    private Outcome delete(String bucketName, Target target) {
        synchronized (state) {
            var bucket = state.bucket(bucketName);
            target.ifMatch.ifPresent(etag -> Conditions.checkDelete(etag, bucket, target.key));
            if (target.versionId.isPresent()) {
                return remove(bucket, target, target.versionId.get());
            }
            return switch (bucket.versioning()) {
                case OFF -> {
                    remove(bucket, target, Version.NULL_ID);
                    yield new Outcome(Optional.empty(), false);
                }
                case ENABLED, SUSPENDED -> mark(bucket, target);
            };
        }
    }

    private Outcome remove(Bucket bucket, Target target, String versionId) {
        var version = bucket.version(target.key, versionId);
        if (version.isPresent()) {
            var event =
                    new EventRecords.Event(
                            EventType.DELETE,
                            target.key,
                            sequence.next(),
                            clock.instant(),
                            Optional.empty(),
                            Optional.empty(),
                            Publisher.eventVersionId(bucket, versionId));
            state.commit(
                    new Change.VersionRemoved(
                            bucket.name(),
                            target.key,
                            versionId,
                            events.notifications(bucket, event, target.requestId)));
        }
        return new Outcome(
                Optional.of(versionId),
                version.filter(Version.DeleteMarker.class::isInstance).isPresent());
    }

    private Outcome mark(Bucket bucket, Target target) {
        var number = sequence.next();
        var marker =
                new Version.DeleteMarker(
                        Publisher.versionId(bucket, number), number, clock.instant());
        var event =
                new EventRecords.Event(
                        EventType.DELETE_MARKER_CREATED,
                        target.key,
                        number,
                        marker.lastModified(),
                        Optional.empty(),
                        Optional.of(EMPTY_MD5),
                        Optional.of(marker.id()));
        state.commit(
                new Change.VersionAdded(
                        bucket.name(),
                        target.key,
                        marker,
                        Optional.empty(),
                        events.notifications(bucket, event, target.requestId)));
        return new Outcome(Optional.of(marker.id()), true);
    }
}
