package io.spillway.pipeline.fanin;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.work.WorkItem;

/**
 * A set whose time has come: the work item that takes it, and what becomes of it. Recorded once;
 * whoever meets the set again finds the same.
 */
public record ReadySet(WorkItem item, Verdict verdict) {

    JsonObject toJson() {
        return JsonObject.of().put("item", item.toJson()).put("decided", verdict.toJson()).build();
    }

    static ReadySet fromJson(JsonObject json) {
        return new ReadySet(
                WorkItem.fromJson(json.requireObject("item")),
                Verdict.fromJson(json.requireObject("decided")));
    }
}
