package io.spillway.local.scale;

import io.spillway.router.IntakeQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The queue in which work items gather that go to Batch, with visibility timeouts and a batching
 * window. Safe for use by many threads.
 */
final class SubmissionsQueue implements IntakeQueue {

    /** When a message comes again whose return nobody put off. */
    private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);

    /**
     * @param due in nanoseconds of {@link System#nanoTime}
     */
    private record Due(long due, Delivery delivery) {}

    private final PriorityQueue<Due> waiting = new PriorityQueue<>(Comparator.comparing(Due::due));
    private final Map<String, Duration> delays = new HashMap<>();
    private long sent;
    private int handedOut;

    @Override
    public synchronized void send(List<String> bodies) {
        for (var body : bodies) {
            sent++;
            add(new Delivery("s" + sent, body, List.of(), false, 1), Duration.ZERO);
        }
        notifyAll();
    }

    @Override
    public synchronized void retryAfter(String receiptHandle, Duration delay) {
        delays.put(receiptHandle, delay);
    }

    private void add(Delivery delivery, Duration delay) {
        waiting.add(new Due(System.nanoTime() + delay.toNanos(), delivery));
    }

    /**
     * The next messages: at most so many, or as many as there are when the window is over.
     *
     * @return to be given back to {@link #done}; none if nothing came within the window
     */
    synchronized List<Delivery> take(int most, Duration window) throws InterruptedException {
        var end = System.nanoTime() + window.toNanos();
        var batch = new ArrayList<Delivery>();
        for (var now = System.nanoTime(); ; now = System.nanoTime()) {
            while (batch.size() < most && !waiting.isEmpty() && waiting.peek().due() <= now) {
                batch.add(waiting.remove().delivery());
                handedOut++;
            }
            if (batch.size() == most || now >= end) {
                return batch;
            }
            var next = waiting.isEmpty() ? end : Math.min(end, waiting.peek().due());
            wait(Math.max(1, (next - now) / 1_000_000));
        }
    }

    /** Ends the handling of messages that were taken; those that failed come again. */
    synchronized void done(List<Delivery> taken, List<Delivery> failed) {
        handedOut -= taken.size();
        for (var delivery : failed) {
            var handle = Invocations.receiptHandle(delivery);
            var delay = delays.remove(handle);
            add(delivery.again(), delay == null ? VISIBILITY_TIMEOUT : delay);
        }
        notifyAll();
    }

    /** Whether no message waits, is being gathered or is being handled. */
    synchronized boolean isEmpty() {
        return waiting.isEmpty() && handedOut == 0;
    }

    /** Returns when a message was sent or done with, or the time is over. */
    synchronized void awaitChange(Duration most) throws InterruptedException {
        wait(most.toMillis());
    }

    /** Messages that wait. */
    synchronized int size() {
        return waiting.size();
    }

    /** Messages ever sent. */
    synchronized long sent() {
        return sent;
    }

    @Override
    public void sendLater(String body, Duration delay) {
        throw new AssertionError("No set is waited for here.");
    }
}
