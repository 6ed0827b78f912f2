package io.spillway.pipeline.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a HEAD request tells of an object.
 *
 * @param contentType as its uploader declared it, true or not
 * @param metadata user metadata, names in lower case without the {@code x-amz-meta-} prefix
 */
public record ObjectFacts(
        ObjectVersion version,
        Optional<String> contentType,
        Map<String, String> metadata,
        Instant lastModified) {

    public ObjectFacts {
        metadata = Map.copyOf(metadata);
    }
}
