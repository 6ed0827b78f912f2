package io.spillway.local.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ledger's entries of work items that are under way, and of the last ones that weren't any
 * more. When a work item is forgotten, its entries are checked: that keeps the heap flat however
 * many there are. Safe for use by many threads.
 */
final class RecentLedger {

    private static final String STATE = "\"state\":{\"state\":\"";
    private static final Set<String> ENDINGS = Set.of("succeeded", "failed", "skipped");

    private final int mostRemembered;
    private final Set<String> lastStates;
    private final Violations violations;
    private final Map<String, Item> items = new ConcurrentHashMap<>();
    private final Queue<String> ended = new ArrayDeque<>();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicLong endings = new AtomicLong();

    /** Entries by the last part of their keys, the newest first, and their states in order. */
    private static final class Item {
        private final TreeMap<String, byte[]> entries = new TreeMap<>();
        private final List<String> states = new ArrayList<>();
    }

    /**
     * @param mostRemembered work items to remember after they reached one of {@code lastStates}
     * @param lastStates states after which the router does nothing more
     */
    RecentLedger(int mostRemembered, Set<String> lastStates, Violations violations) {
        this.mostRemembered = mostRemembered;
        this.lastStates = lastStates;
        this.violations = violations;
    }

    boolean add(String itemId, String name, byte[] content) {
        var item = items.computeIfAbsent(itemId, _ -> new Item());
        var state = state(content);
        synchronized (item) {
            if (item.entries.putIfAbsent(name, content) != null) {
                return false;
            }
            item.states.add(state);
        }
        entries.incrementAndGet();
        bytes.addAndGet(content.length);
        if (lastStates.contains(state)) {
            forgetOldest(itemId);
        }
        return true;
    }

    Optional<byte[]> get(String itemId, String name) {
        var item = items.get(itemId);
        if (item == null) {
            return Optional.empty();
        }
        synchronized (item) {
            return Optional.ofNullable(item.entries.get(name));
        }
    }

    /** The names of a work item's entries, the newest first. */
    List<String> names(String itemId) {
        var item = items.get(itemId);
        if (item == null) {
            return List.of();
        }
        synchronized (item) {
            return List.copyOf(item.entries.keySet());
        }
    }

    private static String state(byte[] content) {
        var text = new String(content, ISO_8859_1);
        var start = text.lastIndexOf(STATE) + STATE.length();
        return text.substring(start, text.indexOf('"', start));
    }

    private void forgetOldest(String endedItem) {
        String oldest = null;
        synchronized (ended) {
            ended.add(endedItem);
            if (ended.size() > mostRemembered) {
                oldest = ended.remove();
            }
        }
        if (oldest != null) {
            forget(oldest);
        }
    }

    private void forget(String itemId) {
        var item = items.remove(itemId);
        if (item == null) {
            violations.add("Work item %s reached a last state twice.".formatted(itemId));
            return;
        }
        synchronized (item) {
            item.entries.values().forEach(content -> bytes.addAndGet(-content.length));
            var ends = item.states.stream().filter(ENDINGS::contains).count();
            var expected = item.states.getLast().equals("announced") ? 1 : 0;
            if (ends != expected || !lastStates.contains(item.states.getLast())) {
                violations.add("Work item %s went %s.".formatted(itemId, item.states));
            }
            endings.addAndGet(ends);
        }
        forgotten.incrementAndGet();
    }

    /** Checks and forgets all that is left. */
    void forgetAll() {
        List.copyOf(items.keySet()).forEach(this::forget);
    }

    /** Bytes of the entries that are remembered. */
    long bytes() {
        return bytes.get();
    }

    /** Entries ever written. */
    long entries() {
        return entries.get();
    }

    /** Work items that were checked and forgotten. */
    long forgotten() {
        return forgotten.get();
    }

    /** Endings among the entries of those. */
    long endings() {
        return endings.get();
    }
}
