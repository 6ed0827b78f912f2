package io.spillway.pipeline.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes on their way into an object that stays invisible until {@link ObjectStore#complete}.
 *
 * <p>For one thread. Holds one part in memory, and those that its store sends in the background;
 * never the whole. {@link #close} without {@link #finish} aborts the upload, so that a failed
 * attempt leaves nothing behind.
 */
public abstract class UploadWriter extends OutputStream {

    /** Bytes written so far. */
    public abstract long written();

    /**
     * Stores the last part.
     *
     * @return what {@link ObjectStore#complete} makes visible; the same value on a second call
     */
    public abstract PendingUpload finish() throws IOException;

    /** Aborts the upload unless it was finished. A second call does nothing. */
    @Override
    public abstract void close() throws IOException;
}
