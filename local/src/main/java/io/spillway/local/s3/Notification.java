package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;

/**
 * An event notification that was caused but not yet delivered.
 *
 * @param id grows from each notification to the next
 */
record Notification(long id, NotificationTarget target, String body) {

    JsonObject toJson() {
        return JsonObject.of().put("id", id).put("target", target.arn()).put("body", body).build();
    }

    static Notification fromJson(JsonObject json) {
        return new Notification(
                json.requireWhole("id"),
                NotificationTarget.of(json.requireText("target")),
                json.requireText("body"));
    }
}
