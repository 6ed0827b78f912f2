package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.telemetry.LogContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One version of an object from some offset on, whose next ranges are fetched while the last is
 * read.
 *
 * <p>Each range is a request of its own, repeated from where it broke. Holds as many buffers as
 * there are ranges under way, and one more; they are used again and again. For one thread.
 */
final class Readahead extends InputStream {

    private record Range(byte[] bytes, int length) {}

    private final ObjectStore store;
    private final ObjectVersion object;
    private final TransferMemory memory;
    private final ObjectChannel.Meter meter;
    private final LogContext context = LogContext.current();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Future<Range>> ahead = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private Range current = new Range(new byte[0], 0);
    private int used;
    private long asked;
    private boolean closed;

    Readahead(
            ObjectStore store,
            ObjectVersion object,
            long offset,
            TransferMemory memory,
            ObjectChannel.Meter meter) {
        this.store = store;
        this.object = object;
        this.asked = offset;
        this.memory = memory;
        this.meter = meter;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("The stream of %s is closed.".formatted(object));
        }
        if (length == 0) {
            return 0;
        }
        if (used == current.length() && !next()) {
            return -1;
        }
        var count = Math.min(length, current.length() - used);
        System.arraycopy(current.bytes(), used, target, offset, count);
        used += count;
        meter.count(count);
        return count;
    }

    @Override
    public int available() {
        return current.length() - used;
    }

    /** Goes on to the next range; false at the end of the object. */
    private boolean next() throws IOException {
        if (current.length() > 0) {
            spare.push(current.bytes());
            current = new Range(new byte[0], 0);
            used = 0;
        }
        while (asked < object.size() && ahead.size() < memory.ranges()) {
            ask();
        }
        if (ahead.isEmpty()) {
            return false;
        }
        var first = ahead.remove();
        current = meter.reading(() -> Parallel.await(first));
        return true;
    }

    private void ask() {
        var start = asked;
        var length = (int) Math.min(memory.rangeBytes(), object.size() - start);
        var buffer = spare.isEmpty() ? new byte[memory.rangeBytes()] : spare.pop();
        ahead.add(threads.submit(() -> context.call(() -> fetch(start, buffer, length))));
        asked += length;
    }

    private Range fetch(long start, byte[] buffer, int length) throws IOException {
        var target = ByteBuffer.wrap(buffer, 0, length);
        try (var channel = new ObjectChannel(store, object, start + length, _ -> {})) {
            channel.position(start);
            while (target.hasRemaining()) {
                channel.read(target);
            }
        }
        return new Range(buffer, length);
    }

    /** Ends the requests under way and waits until they have ended. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        threads.close();
    }
}
