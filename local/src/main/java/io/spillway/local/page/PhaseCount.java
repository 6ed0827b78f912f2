package io.spillway.local.page;

import io.spillway.local.view.EndingWord;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the work items of one phase stand. */
final class PhaseCount {

    /** Stands for the upload itself where a phase is named whose outputs come here. */
    static final String UPLOAD = "";

    private final String phase;
    private final TreeSet<String> after = new TreeSet<>();
    private final Map<EndingWord, Integer> endings = new EnumMap<>(EndingWord.class);
    private final Map<String, Integer> routes = new TreeMap<>();
    private int waiting;
    private int running;
    private long millis;
    private long bytesRead;
    private long bytesWritten;

    PhaseCount(String phase) {
        this.phase = phase;
    }

    String phase() {
        return phase;
    }

    /** The phases whose outputs come here, {@link #UPLOAD} among them. */
    Collection<String> after() {
        return after;
    }

    void comesAfter(String other) {
        after.add(other);
    }

    /** Counts one work item more, or one less, where it stands. */
    void add(ItemStand stand, int change) {
        switch (stand) {
            case ItemStand.Waiting _ -> waiting += change;
            case ItemStand.Running _ -> running += change;
            case ItemStand.Ended(var ending, var _) -> endings.merge(ending, change, Integer::sum);
        }
    }

    void routed(String route, int change) {
        routes.merge(route, change, Integer::sum);
    }

    void used(Duration took, long read, long written) {
        millis += took.toMillis();
        bytesRead += read;
        bytesWritten += written;
    }

    int waiting() {
        return waiting;
    }

    int running() {
        return running;
    }

    int ended(EndingWord ending) {
        return endings.getOrDefault(ending, 0);
    }

    Map<String, Integer> routes() {
        return routes;
    }

    /** Milliseconds that those that succeeded took, together. */
    long millis() {
        return millis;
    }

    long bytesRead() {
        return bytesRead;
    }

    long bytesWritten() {
        return bytesWritten;
    }
}
