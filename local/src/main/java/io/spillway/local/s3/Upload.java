package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;

/**
 * A multipart upload as it was created; its parts are kept beside it.
 *
 * @param checksumDeclared whether its creator asked for the checksum
 */
record Upload(
        String id,
        long sequence,
        String key,
        Instant initiated,
        Attributes attributes,
        ChecksumAlgorithm algorithm,
        Checksum.Type checksumType,
        boolean checksumDeclared) {

    JsonObject toJson() {
        return JsonObject.of()
                .put("id", id)
                .put("sequence", sequence)
                .put("key", key)
                .put("initiated", initiated.toString())
                .put("attributes", attributes.toJson())
                .put("algorithm", algorithm.name())
                .put("checksumType", checksumType.name())
                .put("checksumDeclared", checksumDeclared)
                .build();
    }

    static Upload fromJson(JsonObject json) {
        return new Upload(
                json.requireText("id"),
                json.requireWhole("sequence"),
                json.requireText("key"),
                Instant.parse(json.requireText("initiated")),
                Attributes.fromJson(json.requireObject("attributes")),
                ChecksumAlgorithm.valueOf(json.requireText("algorithm")),
                Checksum.Type.valueOf(json.requireText("checksumType")),
                json.bool("checksumDeclared").orElse(false));
    }
}
