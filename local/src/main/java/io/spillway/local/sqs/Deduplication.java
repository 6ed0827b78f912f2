package io.spillway.local.sqs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a FIFO queue remembers of the messages of the last five minutes, so that sending one again
 * has no effect. Guarded by the queue's lock.
 */
final class Deduplication {

    /** Source: Amazon SQS Developer Guide, "Exactly-once processing in Amazon SQS". */
    private static final long INTERVAL_MILLIS = 5 * 60_000;

    /**
     * @param key the deduplication id, with the message group before it where the scope is that
     * @param at milliseconds since 1970
     */
    record Sent(String key, String messageId, long number, long at) {}

    private final Map<String, Sent> byKey = new LinkedHashMap<>();

    Optional<Sent> find(String key, long now) {
        forget(now);
        return Optional.ofNullable(byKey.get(key));
    }

    void remember(Sent sent) {
        byKey.remove(sent.key());
        byKey.put(sent.key(), sent);
    }

    List<Sent> all(long now) {
        forget(now);
        return List.copyOf(byKey.values());
    }

    private void forget(long now) {
        var oldestFirst = byKey.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().at() + INTERVAL_MILLIS <= now) {
            oldestFirst.remove();
        }
    }
}
