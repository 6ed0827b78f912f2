package io.spillway.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was sent and what was put off. */
public final class MemoryIntakeQueue implements IntakeQueue {

    /** Most bytes of a message. Source: Amazon SQS, "Message quotas". */
    private static final int LARGEST_MESSAGE = 1 << 20;

    private final List<String> sent = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public synchronized void send(List<String> bodies) throws IOException {
        for (var body : bodies) {
            var size = body.getBytes(StandardCharsets.UTF_8).length;
            if (size > LARGEST_MESSAGE) {
                throw new IOException(
                        "A message has %,d bytes, more than the %,d that the queue takes."
                                .formatted(size, LARGEST_MESSAGE));
            }
        }
        sent.addAll(bodies);
    }

    /** A message that is sent to be received later. */
    public record Later(String body, Duration delay) {}

    @Override
    public synchronized void sendLater(String body, Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("A message can't be delayed by " + delay + ".");
        }
        later.add(new Later(body, delay));
    }

    /** Takes everything that was sent to be received later. */
    public synchronized List<Later> drainLater() {
        var all = List.copyOf(later);
        later.clear();
        return all;
    }

    @Override
    public synchronized void retryAfter(String receiptHandle, Duration delay) {
        delays.add(delay);
    }

    /** Takes everything that was sent. */
    public synchronized List<String> drain() {
        var all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    public synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }
}
