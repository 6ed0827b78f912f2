package io.spillway.pipeline.store;

import java.io.IOException;

/**
 * The version that a work item is about can't be read any more: deleted, or overwritten in a bucket
 * without versioning.
 */
public final class ObjectGone extends IOException {

    public ObjectGone(ObjectVersion version, Throwable cause) {
        super(
                "Cannot read %s with ETag %s: it was deleted or overwritten. Upload it again; a versioned bucket keeps what was overwritten."
                        .formatted(version, version.etag()),
                cause);
    }
}
