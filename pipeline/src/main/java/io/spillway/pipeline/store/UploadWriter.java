package io.spillway.pipeline.store;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

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

    /**
     * Bytes of the object that are stored by now, from its start and without a gap. What is written
     * and not stored yet is lost if another writer goes on.
     */
    public abstract long stored();

    /**
     * Ends writing and leaves the upload, with what is stored of it in full parts, to {@link
     * ObjectStore#resumeUpload}. Parts under way are waited for. A finished upload can be left too,
     * as long as nobody completes it: it is left without its last part.
     *
     * @param most how long to wait at most
     * @return empty if no full part is stored; then the upload is closed. Closing it later does
     *     nothing
     */
    public abstract Optional<PendingUpload> leave(Duration most) throws IOException;

    /** Aborts the upload unless it was finished or left. A second call does nothing. */
    @Override
    public abstract void close() throws IOException;
}
