package io.spillway.pipeline.attempt;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * The input of an attempt, always the version that the work item names. Counts what is read, and
 * how long that was waited for.
 */
final class PinnedInput implements Input, ObjectChannel.Meter {

    private final ObjectStore store;
    private final WorkItem item;
    private final StopSignal stop;
    private final TransferMemory memory;
    private final AttemptUsage usage;
    private final LongAdder read = new LongAdder();

    /**
     * @param memory for reading ahead
     */
    PinnedInput(
            ObjectStore store,
            WorkItem item,
            StopSignal stop,
            TransferMemory memory,
            AttemptUsage usage) {
        this.store = store;
        this.item = item;
        this.stop = stop;
        this.memory = memory;
        this.usage = usage;
    }

    @Override
    public ObjectVersion object() {
        return item.input();
    }

    @Override
    public ContentType type() {
        return item.set().isPresent() ? ContentType.JSON : item.type();
    }

    /** Not the manifest's of a set: whoever writes that gives it a name that says nothing. */
    @Override
    public String name() {
        return item.set().isPresent() ? Input.nameOf(item.name()) : Input.super.name();
    }

    /** For reading ahead. */
    TransferMemory memory() {
        return memory;
    }

    /** Bytes read so far, over all openings. */
    long bytesRead() {
        return read.sum();
    }

    @Override
    public InputStream open() {
        return open(0);
    }

    @Override
    public InputStream open(long offset) {
        return open(item.input(), offset);
    }

    /** Another object, read as this one is: a member of the set whose manifest this is. */
    InputStream open(ObjectVersion object, long offset) {
        return memory.splits(object.size() - offset)
                ? new Readahead(store, object, offset, memory, this)
                : Channels.newInputStream(new ObjectChannel(store, object, this).position(offset));
    }

    @Override
    public void copyTo(Path file, Progress progress) throws IOException {
        var download = new Download(store, item.input(), memory, this::count, progress);
        usage.reading(
                () -> {
                    download.into(file);
                    return file;
                });
    }

    @Override
    public ObjectChannel openChannel() {
        return new ObjectChannel(store, item.input(), this);
    }

    /** Of the members too, where the input is a set. */
    @Override
    public void count(int bytes) throws IOException {
        stop.check();
        read.add(bytes);
    }

    @Override
    public <T> T reading(AttemptUsage.Waiting<T> bytes) throws IOException {
        return usage.reading(bytes);
    }
}
