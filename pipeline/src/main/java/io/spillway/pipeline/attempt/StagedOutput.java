package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.UploadWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
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
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private volatile boolean discarded;

    StagedOutput(UploadWriter writer, StopSignal stop, Ended ended) {
        this.writer = writer;
        this.stop = stop;
        this.ended = ended;
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
            writer.write(bytes, offset, length);
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
