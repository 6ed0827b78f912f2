package io.spillway.pipeline.attempt;

import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * One version of an object on its way into a file: several ranges at once, each written where it
 * belongs, so that a request under way holds a small buffer and no range.
 */
final class Download {

    private static final int BUFFER = 64 * 1024;

    private final ObjectStore store;
    private final ObjectVersion object;
    private final TransferMemory memory;
    private final ObjectChannel.Meter meter;
    private final Progress progress;
    private final AtomicLong next = new AtomicLong();
    private long done;
    private volatile boolean failed;

    Download(
            ObjectStore store,
            ObjectVersion object,
            TransferMemory memory,
            ObjectChannel.Meter meter,
            Progress progress) {
        this.store = store;
        this.object = object;
        this.memory = memory;
        this.meter = meter;
        this.progress = progress;
    }

    /**
     * Writes the whole object.
     *
     * @param file doesn't exist yet; what is in it after a failure is of no use
     */
    void into(Path file) throws IOException {
        try (var target =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var width = memory.splits(object.size()) ? memory.ranges() : 1;
            Parallel.map(
                    IntStream.range(0, width).boxed().toList(),
                    worker -> {
                        copyRanges(target);
                        return worker;
                    });
        }
    }

    /** Takes one range after the other until all are taken, or one failed. */
    private void copyRanges(FileChannel target) throws IOException {
        var buffer = ByteBuffer.allocate(BUFFER);
        var length = memory.rangeBytes();
        try {
            for (var start = next.getAndAdd(length);
                    start < object.size() && !failed;
                    start = next.getAndAdd(length)) {
                copy(start, Math.min(object.size(), start + length), buffer, target);
            }
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    private void copy(long start, long end, ByteBuffer buffer, FileChannel target)
            throws IOException {
        var at = start;
        try (var channel = new ObjectChannel(store, object, end, this::count)) {
            channel.position(start);
            while (at < end && !failed) {
                channel.read(buffer.clear());
                buffer.flip();
                while (buffer.hasRemaining()) {
                    at += target.write(buffer, at);
                }
            }
        }
    }

    private void count(int bytes) throws IOException {
        meter.count(bytes);
        synchronized (this) {
            done += bytes;
            progress.at(done, object.size());
        }
    }
}
