package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;

/**
 * A part of an upload in progress.
 *
 * @param number from 1 to {@link Limits#PARTS}
 * @param etag without quotes
 */
record Part(int number, String etag, Instant lastModified, Content content, Checksum checksum) {

    long size() {
        return content.size();
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("number", number)
                .put("etag", etag)
                .put("lastModified", lastModified.toString())
                .put("content", content.toJson())
                .put("checksum", checksum.toJson())
                .build();
    }

    static Part fromJson(JsonObject json) {
        return new Part(
                (int) json.requireWhole("number"),
                json.requireText("etag"),
                Instant.parse(json.requireText("lastModified")),
                Content.fromJson(json.objects("content")),
                Checksum.fromJson(json.requireObject("checksum")));
    }
}
