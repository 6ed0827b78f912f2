package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.work.Ids;
import java.util.List;

/**
 * A notification as PagerDuty's events. Failures of one kind are one incident as long as it is
 * open; what is stuck is an incident each, which its recovery resolves. Source: PagerDuty, "Events
 * API v2", "Send an alert event".
 */
final class PagerDutyForm {

    /** Source: the same; longer summaries are cut by PagerDuty. */
    private static final int LONGEST_SUMMARY = 1_024;

    /** Of one notification. So many stuck at once have one cause, and nobody works through more. */
    private static final int MOST_INCIDENTS = 100;

    private PagerDutyForm() {}

    /** At least one, in order. */
    static List<JsonObject> of(Notification notification, String routingKey) {
        return switch (notification.group().status()) {
            case FAILED ->
                    List.of(
                            trigger(
                                    notification,
                                    routingKey,
                                    "error",
                                    Ids.of(notification.group().parts()),
                                    notification.title()));
            case STUCK ->
                    notification.all().stream()
                            .limit(MOST_INCIDENTS)
                            .map(
                                    example ->
                                            trigger(
                                                    notification,
                                                    routingKey,
                                                    "warning",
                                                    example.about(),
                                                    example.object() + ": " + example.reason()))
                            .toList();
            case RECOVERED ->
                    notification.all().stream()
                            .limit(MOST_INCIDENTS)
                            .map(
                                    example ->
                                            JsonObject.of()
                                                    .put("routing_key", routingKey)
                                                    .put("event_action", "resolve")
                                                    .put("dedup_key", example.about())
                                                    .build())
                            .toList();
        };
    }

    private static JsonObject trigger(
            Notification notification,
            String routingKey,
            String severity,
            String incident,
            String summary) {
        var group = notification.group();
        return JsonObject.of()
                .put("routing_key", routingKey)
                .put("event_action", "trigger")
                .put("dedup_key", incident)
                .put(
                        "payload",
                        JsonObject.of()
                                .put("summary", Shown.cut(summary, LONGEST_SUMMARY))
                                .put("source", group.pipeline())
                                .put("severity", severity)
                                .put("timestamp", notification.first().toString())
                                .putText("component", group.phase())
                                .put("class", group.kind())
                                .put("custom_details", WebhookForm.of(notification)))
                .build();
    }
}
