package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events that weren't delivered yet, in their order. The state's monitor guards it. */
final class EventOutbox {

    private final Map<String, JsonObject> undelivered = new LinkedHashMap<>();
    private final Map<String, JsonObject> fresh = new LinkedHashMap<>();

    void add(JsonObject event) {
        undelivered.put(event.requireText("id"), event);
        fresh.put(event.requireText("id"), event);
    }

    void delivered(String id) {
        undelivered.remove(id);
        fresh.remove(id);
    }

    Collection<JsonObject> undelivered() {
        return undelivered.values();
    }

    /** Those that were added since the last call. */
    List<JsonObject> takeFresh() {
        var taken = List.copyOf(fresh.values());
        fresh.clear();
        return taken;
    }
}
