package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * One version of an object, read from any position.
 *
 * <p>Reading on from where the last read ended goes on with the same request; a short way forward
 * is skipped within it; any other jump makes a new one. A connection lost on the way is taken up
 * again where it broke. Holds one buffer.
 */
final class ObjectChannel implements SeekableByteChannel {

    /** Told of bytes as they are read; may refuse to go on. */
    @FunctionalInterface
    interface Meter {
        void count(int bytes) throws IOException;

        /** Gets what whoever reads has to wait for. */
        default <T> T reading(AttemptUsage.Waiting<T> bytes) throws IOException {
            return bytes.get();
        }
    }

    /** Skipping this much costs less than another request. */
    private static final int WORTH_SKIPPING = 256 * 1024;

    private static final int BUFFER = 64 * 1024;
    private static final int MOST_RESUMPTIONS = 5;

    private final ObjectStore store;
    private final ObjectVersion object;
    private final long end;
    private final Meter meter;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private int used;
    private InputStream stream;
    private long streamPosition;
    private long position;
    private int resumptions;
    private boolean open = true;

    ObjectChannel(ObjectStore store, ObjectVersion object, Meter meter) {
        this(store, object, object.size(), meter);
    }

    /**
     * A channel that asks for nothing from {@code end} on.
     *
     * @param end in bytes, at most the object's size; as far as this channel goes
     */
    ObjectChannel(ObjectStore store, ObjectVersion object, long end, Meter meter) {
        this.store = store;
        this.object = object;
        this.end = end;
        this.meter = meter;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= end) {
            return -1;
        }
        if (used == buffered) {
            meter.reading(this::fill);
        }
        var count = Math.min(target.remaining(), buffered - used);
        target.put(buffer, used, count);
        used += count;
        position += count;
        meter.count(count);
        return count;
    }

    /**
     * Fills the buffer with what stands at {@link #position}.
     *
     * @return how many bytes; at least one
     */
    private int fill() throws IOException {
        while (true) {
            try {
                seekStream();
                var count = stream.read(buffer, 0, (int) Math.min(BUFFER, end - position));
                if (count < 0) {
                    throw new StoreException.Transient(
                            "Reading %s ended at byte %d of %d.".formatted(object, position, end),
                            null);
                }
                used = 0;
                buffered = count;
                streamPosition += count;
                return count;
            } catch (IOException e) {
                closeStream();
                if (!worthResuming(e)) {
                    throw e;
                }
                resumptions++;
            }
        }
    }

    private boolean worthResuming(IOException e) {
        var broken = e instanceof StoreException.Transient || e.getClass() == IOException.class;
        return broken && resumptions < MOST_RESUMPTIONS && !Thread.currentThread().isInterrupted();
    }

    private void seekStream() throws IOException {
        var ahead = position - streamPosition;
        if (stream != null && ahead >= 0 && ahead <= WORTH_SKIPPING) {
            stream.skipNBytes(ahead);
            streamPosition = position;
            return;
        }
        closeStream();
        stream = store.read(object, position, end - position);
        streamPosition = position;
    }

    private void closeStream() throws IOException {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public ObjectChannel position(long newPosition) {
        var start = position - used;
        if (newPosition >= start && newPosition <= start + buffered) {
            used = (int) (newPosition - start);
        } else {
            used = 0;
            buffered = 0;
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        closeStream();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}
