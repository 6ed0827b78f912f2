package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of the states a key was given, the latest of which is current. */
sealed interface Version {

    /** The id of versions written while versioning wasn't enabled. */
    String NULL_ID = "null";

    String id();

    /** Orders changes; see {@link Sequence}. */
    long sequence();

    Instant lastModified();

    JsonObject toJson();

    /**
     * An object.
     *
     * @param etag without quotes
     * @param partSizes in bytes; none unless it was uploaded in parts
     */
    record Stored(
            String id,
            long sequence,
            Instant lastModified,
            String etag,
            Content content,
            List<Long> partSizes,
            Checksum checksum,
            Attributes attributes)
            implements Version {

        public Stored {
            partSizes = List.copyOf(partSizes);
        }

        long size() {
            return content.size();
        }

        Stored withTags(Map<String, String> tags) {
            return new Stored(
                    id,
                    sequence,
                    lastModified,
                    etag,
                    content,
                    partSizes,
                    checksum,
                    attributes.withTags(tags));
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.of()
                    .put("id", id)
                    .put("sequence", sequence)
                    .put("lastModified", lastModified.toString())
                    .put("etag", etag)
                    .put("content", content.toJson())
                    .put("partSizes", Sizes.toJson(partSizes))
                    .put("checksum", checksum.toJson())
                    .put("attributes", attributes.toJson())
                    .build();
        }
    }

    /** The mark that the key was deleted in a versioned bucket. */
    record DeleteMarker(String id, long sequence, Instant lastModified) implements Version {

        @Override
        public JsonObject toJson() {
            return JsonObject.of()
                    .put("id", id)
                    .put("sequence", sequence)
                    .put("lastModified", lastModified.toString())
                    .put("deleteMarker", true)
                    .build();
        }
    }

    static Version fromJson(JsonObject json) {
        var id = json.requireText("id");
        var sequence = json.requireWhole("sequence");
        var lastModified = Instant.parse(json.requireText("lastModified"));
        if (json.bool("deleteMarker").orElse(false)) {
            return new DeleteMarker(id, sequence, lastModified);
        }
        return new Stored(
                id,
                sequence,
                lastModified,
                json.requireText("etag"),
                Content.fromJson(json.objects("content")),
                Sizes.fromJson(json.array("partSizes")),
                Checksum.fromJson(json.requireObject("checksum")),
                Attributes.fromJson(json.requireObject("attributes")));
    }
}
