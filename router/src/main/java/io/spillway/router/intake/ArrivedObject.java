package io.spillway.router.intake;

import io.spillway.pipeline.store.ObjectLocation;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object as an S3 event tells of it.
 *
 * @param location with the key decoded
 * @param versionId absent where the bucket isn't versioned
 * @param etag without quotes
 * @param size in bytes
 * @param sequencer orders the events of one key; a duplicate of an event has the same
 * @param at when it was put; absent where the event doesn't say
 */
public record ArrivedObject(
        ObjectLocation location,
        Optional<String> versionId,
        Optional<String> etag,
        OptionalLong size,
        Optional<String> sequencer,
        Optional<Instant> at) {

    /** One of which it isn't known when it was put. */
    public ArrivedObject(
            ObjectLocation location,
            Optional<String> versionId,
            Optional<String> etag,
            OptionalLong size,
            Optional<String> sequencer) {
        this(location, versionId, etag, size, sequencer, Optional.empty());
    }

    /**
     * What tells this object from others put under its key, whichever of the three the event has.
     */
    public String revision() {
        return versionId.or(() -> sequencer).or(() -> etag).orElse("");
    }
}
