package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.JsonObject;

/** A notification for programs: all that it says, member by member. */
final class WebhookForm {

    private WebhookForm() {}

    static JsonObject of(Notification notification) {
        var group = notification.group();
        return JsonObject.of()
                .put("id", notification.id())
                .put("title", notification.title())
                .put("status", group.status().word())
                .put("pipeline", group.pipeline())
                .putText("phase", group.phase())
                .put("kind", group.kind())
                .put("count", notification.count())
                .put("first", notification.first().toString())
                .put("last", notification.last().toString())
                .put(
                        "examples",
                        notification.examples().stream().map(WebhookForm::example).toList())
                .put("remedy", notification.remedy())
                .putText("command", notification.command())
                .build();
    }

    private static JsonObject example(Notification.Example example) {
        return JsonObject.of()
                .put("time", example.time().toString())
                .put("object", example.object())
                .putText("item", example.item())
                .put("reason", example.reason())
                .putText("command", example.command())
                .build();
    }
}
