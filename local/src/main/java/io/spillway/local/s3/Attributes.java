package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.util.Map;

/**
 * What is kept of an object beside its bytes.
 *
 * @param headers those that are returned as they came, such as {@code Content-Type}
 * @param metadata user metadata, names in lower case without {@code x-amz-meta-}
 */
record Attributes(
        Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {

    Attributes {
        headers = TextMap.copy(headers);
        metadata = TextMap.copy(metadata);
        tags = TextMap.copy(tags);
    }

    Attributes withTags(Map<String, String> otherTags) {
        return new Attributes(headers, metadata, otherTags);
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("headers", TextMap.toJson(headers))
                .put("metadata", TextMap.toJson(metadata))
                .put("tags", TextMap.toJson(tags))
                .build();
    }

    static Attributes fromJson(JsonObject json) {
        return new Attributes(
                TextMap.fromJson(json, "headers"),
                TextMap.fromJson(json, "metadata"),
                TextMap.fromJson(json, "tags"));
    }
}
