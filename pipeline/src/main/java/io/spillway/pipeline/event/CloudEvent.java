package io.spillway.pipeline.event;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.util.Map;

/**
 * A message of the phases topic. What is published twice has one id, by which a subscriber knows it
 * again.
 */
public sealed interface CloudEvent permits PhaseEvent, Notice {

    String id();

    /**
     * The message attributes that subscribers filter on. Few: a raw delivery of more than ten is
     * dropped.
     */
    Map<String, String> attributes();

    JsonObject toJson();

    /**
     * @throws JsonMismatch if the document is neither a phase event nor a notice, or one of a
     *     version not known here
     */
    static CloudEvent fromJson(JsonObject json) {
        return Notice.isOne(json) ? Notice.fromJson(json) : PhaseEvent.fromJson(json);
    }
}
