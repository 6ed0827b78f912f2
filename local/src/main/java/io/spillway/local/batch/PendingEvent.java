package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.function.Supplier;

/**
 * An event that wasn't delivered yet. Its text is made when it is wanted: an array job of 10,000
 * children makes 40,000 events, most of which wait for a while.
 *
 * @param json the same at each call
 */
record PendingEvent(String id, Supplier<JsonObject> json) {

    /** An event whose text was made before. */
    static PendingEvent of(JsonObject event) {
        return new PendingEvent(event.requireText("id"), () -> event);
    }
}
