package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One output of an attempt, as its stage writes it. */
final class StagedOutput extends OutputStream {

    /** What becomes of an output that the stage has closed. */
    @FunctionalInterface
    interface Ended {
        void end(UploadWriter writer) throws IOException;
    }

    private final UploadWriter writer;
    private final StopSignal stop;
    private final Ended ended;
    private final boolean resumed;
    private final long known;
    private final ReentrantLock lock = new ReentrantLock();
    private long written;
    private volatile boolean closed;
    private volatile boolean discarded;

    /** A new one. */
    StagedOutput(UploadWriter writer, StopSignal stop, Ended ended) {
        this.writer = writer;
        this.stop = stop;
        this.ended = ended;
        this.resumed = false;
        this.known = 0;
    }

    /**
     * One that an earlier attempt began.
     *
     * @param before what there is of it. What the stage writes again of it is left out
     */
    StagedOutput(UploadWriter writer, Checkpoint.Open before, StopSignal stop, Ended ended) {
        this.writer = writer;
        this.stop = stop;
        this.ended = ended;
        this.resumed = true;
        this.known = before.stored().size();
        this.written = before.written();
    }

    /** Whether an earlier attempt began it, so that others may know of its upload. */
    boolean isResumed() {
        return resumed;
    }

    boolean isOpen() {
        return !closed;
    }

    /** Bytes of it that were written, by earlier attempts too. For the stage's thread. */
    long written() {
        return written;
    }

    /** Bytes of it that are stored. For the stage's thread. */
    long stored() {
        return writer.stored();
    }

    /**
     * Leaves what is stored to another attempt; empty if that is nothing, or if the stage is in the
     * middle of a write. A stage that fails closes its outputs on its way out: so a closed one can
     * be left too, once it has ended.
     *
     * @param most how long to wait for parts under way
     */
    Optional<PendingUpload> leave(Duration most) throws IOException {
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return writer.leave(most);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stop.countWritten(length);
        lock();
        try {
            demandKept();
            var again = Math.clamp(known - written, 0, length);
            writer.write(bytes, offset + again, length - again);
            written += length;
        } finally {
            unlock();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        stop.check();
        lock();
        try {
            demandKept();
            if (written < known) {
                throw new IllegalStateException(
                        "The stage went on from a checkpoint and wrote %d bytes of an output of which %d are stored: it writes something else than before."
                                .formatted(written, known));
            }
            ended.end(writer);
        } finally {
            unlock();
        }
    }

    /**
     * Aborts the upload unless it is finished. Where the stage is in the middle of a write, its own
     * thread does so when it comes back.
     */
    void discard() throws IOException {
        discarded = true;
        if (lock.tryLock()) {
            unlock();
        }
    }

    private void lock() throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while outputs were being stored.");
        }
    }

    private void unlock() throws IOException {
        try {
            if (discarded) {
                writer.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void demandKept() throws IOException {
        if (discarded) {
            throw new StopSignal.Stopped("The attempt has ended without its stage.");
        }
    }
}
