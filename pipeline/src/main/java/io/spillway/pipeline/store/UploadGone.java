package io.spillway.pipeline.store;

import java.io.IOException;

/** A pending upload that the store no longer knows: it was completed or aborted before. */
public final class UploadGone extends IOException {

    public UploadGone(PendingUpload upload, Throwable cause) {
        super(
                "Cannot complete upload %s of %s: it was completed or aborted before."
                        .formatted(upload.uploadId(), upload.location()),
                cause);
    }
}
