package io.spillway.pipeline.attempt;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/** The input of an attempt, always the version that the work item names. Counts what is read. */
final class PinnedInput implements Input {

    private final ObjectStore store;
    private final WorkItem item;
    private final StopSignal stop;
    private volatile long read;

    PinnedInput(ObjectStore store, WorkItem item, StopSignal stop) {
        this.store = store;
        this.item = item;
        this.stop = stop;
    }

    @Override
    public ObjectVersion object() {
        return item.input();
    }

    @Override
    public ContentType type() {
        return item.type();
    }

    /** Bytes read so far, over all openings. */
    long bytesRead() {
        return read;
    }

    @Override
    public InputStream open() {
        return Channels.newInputStream(openChannel());
    }

    @Override
    public SeekableByteChannel openChannel() {
        return new ObjectChannel(store, item.input(), this::count);
    }

    private void count(int bytes) throws IOException {
        stop.check();
        read += bytes;
    }
}
