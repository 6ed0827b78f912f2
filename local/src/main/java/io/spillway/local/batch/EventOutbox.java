package io.spillway.local.batch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events that weren't delivered yet, in their order. The state's monitor guards it. */
final class EventOutbox {

    private final Map<String, PendingEvent> undelivered = new LinkedHashMap<>();
    private final Map<String, PendingEvent> fresh = new LinkedHashMap<>();

    void add(PendingEvent event) {
        undelivered.put(event.id(), event);
        fresh.put(event.id(), event);
    }

    void delivered(String id) {
        undelivered.remove(id);
        fresh.remove(id);
    }

    Collection<PendingEvent> undelivered() {
        return undelivered.values();
    }

    /** Those that were added since the last call. */
    List<PendingEvent> takeFresh() {
        var taken = List.copyOf(fresh.values());
        fresh.clear();
        return taken;
    }
}
