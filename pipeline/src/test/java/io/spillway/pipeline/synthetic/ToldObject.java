package io.spillway.pipeline.synthetic;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an S3 event says of an object.
 *
 * @param key as it was put, not encoded
 * @param size in bytes
 */
public record ToldObject(
        String bucket,
        String key,
        OptionalLong size,
        Optional<String> etag,
        Optional<String> versionId,
        Optional<String> sequencer) {}
