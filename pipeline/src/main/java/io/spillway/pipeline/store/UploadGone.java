package io.spillway.pipeline.store;

import java.io.IOException;

/** A pending upload that the store no longer has: it was completed, aborted, or changed. */
public final class UploadGone extends IOException {

    public UploadGone(PendingUpload upload, Throwable cause) {
        super(
                "Cannot complete upload %s of %s: it was completed or aborted before, or one of its parts was replaced."
                        .formatted(upload.uploadId(), upload.location()),
                cause);
    }
}
