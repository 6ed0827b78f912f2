package io.spillway.pipeline.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of a listing of versions.
 *
 * @param next where the next part goes on; empty after the last
 */
public record VersionPage(List<Listed> versions, Optional<Marker> next) {

    public VersionPage {
        versions = List.copyOf(versions);
    }

    /**
     * A version and since when it is there.
     *
     * @param lastModified of an upload in parts, when it was begun. Source: Amazon S3 User Guide,
     *     "System-defined object metadata"
     */
    public record Listed(ObjectVersion version, Instant lastModified) {}

    /** The version that a part ended with. */
    public record Marker(String key, String versionId) {}
}
