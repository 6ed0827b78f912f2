package io.spillway.local.scale;

import io.spillway.router.IntakeQueue;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the router sends to a queue, for whoever feeds it back to the router. */
final class SentMessages implements IntakeQueue {

    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    @Override
    public void send(List<String> bodies) {
        sent.addAll(bodies);
    }

    /** Does nothing: who feeds the router chooses when a message comes again. */
    @Override
    public void retryAfter(String receiptHandle, Duration delay) {}

    /** The oldest message; null if there is none. */
    String poll() {
        return sent.poll();
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    @Override
    public void sendLater(String body, Duration delay) {
        throw new AssertionError("No set is waited for here.");
    }
}
