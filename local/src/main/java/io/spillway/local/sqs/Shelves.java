package io.spillway.local.sqs;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A queue's messages, each on one of three shelves: ready, delayed or in flight. Times are
 * milliseconds since 1970. Every operation costs the logarithm of the number of messages.
 *
 * <p>Guarded by the queue's lock.
 */
final class Shelves {

    private static final Comparator<Held> BY_NUMBER = comparingLong(Held::number);
    private static final Comparator<Held> BY_VISIBILITY =
            Comparator.<Held>comparingLong(held -> held.visibleAt).thenComparing(BY_NUMBER);
    private static final Comparator<Held> BY_AGE =
            Comparator.<Held>comparingLong(held -> held.message.sentAt()).thenComparing(BY_NUMBER);

    private final Map<Long, Held> byNumber = new HashMap<>();
    private final NavigableSet<Held> byAge = new TreeSet<>(BY_AGE);
    private final NavigableSet<Held> ready = new TreeSet<>(BY_NUMBER);
    private final NavigableSet<Held> delayed = new TreeSet<>(BY_VISIBILITY);
    private final NavigableSet<Held> inFlight = new TreeSet<>(BY_VISIBILITY);

    /** Takes a message in, on the delayed shelf; {@link #settle} readies it when it is due. */
    void add(Held held) {
        byNumber.put(held.number(), held);
        byAge.add(held);
        delayed.add(held);
    }

    /**
     * Moves to the ready shelf what is due by now, and drops what was sent before a time.
     *
     * @return whether anything was readied
     */
    boolean settle(long now, long sentBefore) {
        boolean readied = ready(delayed, now) | ready(inFlight, now);
        while (!byAge.isEmpty() && byAge.first().message.sentAt() < sentBefore) {
            remove(byAge.first().number());
        }
        return readied;
    }

    private boolean ready(NavigableSet<Held> shelf, long now) {
        boolean any = false;
        while (!shelf.isEmpty() && shelf.first().visibleAt <= now) {
            ready.add(shelf.pollFirst());
            any = true;
        }
        return any;
    }

    /** The oldest ready messages that suit, at most so many. They stay ready. */
    List<Held> oldestReady(int most, Predicate<Held> suits) {
        var oldest = new ArrayList<Held>(most);
        for (var held : ready) {
            if (oldest.size() == most) {
                break;
            }
            if (suits.test(held)) {
                oldest.add(held);
            }
        }
        return oldest;
    }

    /** Puts a ready message in flight until a time. */
    void hide(Held held, long now, long until) {
        ready.remove(held);
        held.hiddenAt = now;
        held.visibleAt = until;
        inFlight.add(held);
    }

    /** Changes until when a message in flight stays so. */
    void rehide(Held held, long until) {
        inFlight.remove(held);
        held.visibleAt = until;
        inFlight.add(held);
    }

    boolean isInFlight(Held held) {
        return inFlight.contains(held);
    }

    Optional<Held> find(long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** Drops a message wherever it is; nothing happens if it is gone already. */
    void remove(long number) {
        var held = byNumber.remove(number);
        if (held == null) {
            return;
        }
        byAge.remove(held);
        if (!ready.remove(held) && !inFlight.remove(held)) {
            delayed.remove(held);
        }
    }

    void clear() {
        byNumber.clear();
        List.of(byAge, ready, delayed, inFlight).forEach(NavigableSet::clear);
    }

    /** When the next message becomes ready by the passing of time; far away if none will. */
    long nextDue() {
        return Math.min(firstDue(delayed), firstDue(inFlight));
    }

    private static long firstDue(NavigableSet<Held> shelf) {
        return shelf.isEmpty() ? Long.MAX_VALUE : shelf.first().visibleAt;
    }

    QueueDepth depth() {
        return new QueueDepth(ready.size(), inFlight.size(), delayed.size());
    }

    Collection<Held> inFlight() {
        return inFlight;
    }

    /** All of them, oldest place first. */
    List<Held> all() {
        return byNumber.values().stream().sorted(BY_NUMBER).toList();
    }
}
