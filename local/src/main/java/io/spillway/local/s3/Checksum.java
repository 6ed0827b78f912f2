package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.util.Base64;
import java.util.List;

/**
 * An additional checksum of an object or a part.
 *
 * @param value base64; a composite one ends in {@code -} and the number of parts
 */
record Checksum(ChecksumAlgorithm algorithm, Type type, String value) {

    /** What it was computed over. */
    enum Type {
        FULL_OBJECT,
        /** The parts' checksums, one after the other. */
        COMPOSITE
    }

    static Checksum full(ChecksumAlgorithm algorithm, byte[] value) {
        return new Checksum(algorithm, Type.FULL_OBJECT, Base64.getEncoder().encodeToString(value));
    }

    /** The checksum of a multipart upload from those of its parts. */
    static Checksum ofParts(ChecksumAlgorithm algorithm, Type type, List<Part> parts) {
        return switch (type) {
            case FULL_OBJECT -> combined(algorithm, parts);
            case COMPOSITE -> composite(algorithm, parts);
        };
    }

    private static Checksum combined(ChecksumAlgorithm algorithm, List<Part> parts) {
        var whole = parts.getFirst().checksum().bytes();
        for (var part : parts.subList(1, parts.size())) {
            whole = algorithm.combine(whole, part.checksum().bytes(), part.size());
        }
        return full(algorithm, whole);
    }

    private static Checksum composite(ChecksumAlgorithm algorithm, List<Part> parts) {
        var hasher = algorithm.hasher();
        for (var part : parts) {
            var bytes = part.checksum().bytes();
            hasher.update(bytes, 0, bytes.length);
        }
        var value = Base64.getEncoder().encodeToString(hasher.value()) + "-" + parts.size();
        return new Checksum(algorithm, Type.COMPOSITE, value);
    }

    private byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("algorithm", algorithm.name())
                .put("type", type.name())
                .put("value", value)
                .build();
    }

    static Checksum fromJson(JsonObject json) {
        return new Checksum(
                ChecksumAlgorithm.valueOf(json.requireText("algorithm")),
                Type.valueOf(json.requireText("type")),
                json.requireText("value"));
    }
}
