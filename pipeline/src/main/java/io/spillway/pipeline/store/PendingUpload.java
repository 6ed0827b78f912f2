package io.spillway.pipeline.store;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;

/**
 * A multipart upload whose parts are stored and which nobody can see yet: all of them, or those
 * that a writer left to another.
 *
 * @param parts in order, at least one; the only part of an empty object holds 0 bytes
 * @param size of these parts together, in bytes
 */
public record PendingUpload(ObjectLocation location, String uploadId, List<Part> parts, long size) {

    /**
     * @param number from 1 to 10,000
     */
    public record Part(int number, String etag) {}

    public PendingUpload {
        parts = List.copyOf(parts);
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("bucket", location.bucket())
                .put("key", location.key())
                .put("uploadId", uploadId)
                .put("size", size)
                .put(
                        "parts",
                        parts.stream()
                                .map(
                                        part ->
                                                JsonObject.of()
                                                        .put("number", part.number())
                                                        .put("etag", part.etag())
                                                        .build())
                                .toList())
                .build();
    }

    public static PendingUpload fromJson(JsonObject json) {
        return new PendingUpload(
                new ObjectLocation(json.requireText("bucket"), json.requireText("key")),
                json.requireText("uploadId"),
                json.objects("parts").stream()
                        .map(part -> new Part(part.requireInt("number"), part.requireText("etag")))
                        .toList(),
                json.requireWhole("size"));
    }
}
