package io.spillway.pipeline.store;

import static java.util.Objects.requireNonNull;

import io.spillway.pipeline.json.JsonObject;
import java.util.Optional;

/**
 * The exact bytes that were once put under a key.
 *
 * @param versionId absent where the bucket isn't versioned; reads are then pinned by the ETag
 * @param etag without quotes
 * @param size in bytes
 */
public record ObjectVersion(
        ObjectLocation location, Optional<String> versionId, String etag, long size) {

    public ObjectVersion {
        requireNonNull(location, "location is null");
        requireNonNull(versionId, "versionId is null");
        requireNonNull(etag, "etag is null");
        if (size < 0) {
            throw new IllegalArgumentException(
                    "%s has a size of %d bytes: expected 0 or more.".formatted(location, size));
        }
    }

    public String bucket() {
        return location.bucket();
    }

    public String key() {
        return location.key();
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("bucket", bucket())
                .put("key", key())
                .putText("versionId", versionId)
                .put("etag", etag)
                .put("size", size)
                .build();
    }

    public static ObjectVersion fromJson(JsonObject json) {
        return new ObjectVersion(
                new ObjectLocation(json.requireText("bucket"), json.requireText("key")),
                json.text("versionId"),
                json.requireText("etag"),
                json.requireWhole("size"));
    }

    @Override
    public String toString() {
        return location + versionId.map(id -> "?versionId=" + id).orElse("");
    }
}
