package io.spillway.aws;

import io.spillway.pipeline.store.TransferMemory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Parts of uploads that are stored in the background, those of all uploads of a store together
 * within a given memory. A writer that is ahead of the network waits for room.
 */
final class PartUploads {

    /** A part on its way. */
    @FunctionalInterface
    interface Storing<R> {
        R store() throws IOException;
    }

    private static final int KIB = 1024;
    private static final int MOST_SPARE = 8;

    private final int room;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<byte[]> spare = new ArrayDeque<>();

    PartUploads(TransferMemory memory) {
        this.room = (int) (memory.bytes() / KIB);
        this.free = new Semaphore(room);
    }

    /** Whether parts are stored in the background at all. */
    boolean isOn() {
        return room > 0;
    }

    /**
     * Stores a part in the background once there is room for it. A part larger than all the room
     * takes all of it.
     *
     * @param buffer belongs to this object from now on
     */
    <R> Future<R> start(byte[] buffer, Storing<R> part) throws IOException {
        var taken = Math.min(room, Math.ceilDiv(buffer.length, KIB));
        try {
            free.acquire(taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while parts were being stored.");
        }
        return threads.submit(
                () -> {
                    try {
                        return part.store();
                    } finally {
                        giveBack(buffer);
                        free.release(taken);
                    }
                });
    }

    /** A buffer of this size, used before if there is one. */
    byte[] buffer(int size) {
        synchronized (spare) {
            if (!spare.isEmpty() && spare.peek().length == size) {
                return spare.pop();
            }
        }
        return new byte[size];
    }

    private void giveBack(byte[] buffer) {
        synchronized (spare) {
            if (!spare.isEmpty() && spare.peek().length != buffer.length) {
                spare.clear();
            }
            if (spare.size() < MOST_SPARE) {
                spare.push(buffer);
            }
        }
    }
}
