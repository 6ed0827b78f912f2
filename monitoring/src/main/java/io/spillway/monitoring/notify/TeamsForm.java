package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A notification as an Adaptive Card, which Teams workflows take in the form of a message with one
 * attachment. Text goes into runs, in which markdown means nothing. Source: Adaptive Cards schema
 * 1.4; Microsoft Teams, "Create incoming webhooks with Workflows".
 */
final class TeamsForm {

    private TeamsForm() {}

    static JsonObject of(Notification notification) {
        var body = new ArrayList<JsonObject>();
        body.add(
                paragraph(
                        run(notification.title())
                                .put("weight", "Bolder")
                                .put("size", "Medium")
                                .put("color", color(notification.group().status()))));
        for (var example : notification.examples()) {
            body.add(paragraph(run(example.object()).put("fontType", "Monospace")));
            body.add(paragraph(run(example.reason())));
        }
        if (notification.unnamed() > 0) {
            body.add(
                    paragraph(
                            run("and " + notification.unnamed() + " more").put("isSubtle", true)));
        }
        body.add(paragraph(run("What to do: " + notification.remedy())));
        notification
                .command()
                .ifPresent(
                        command -> body.add(paragraph(run(command).put("fontType", "Monospace"))));
        var card =
                JsonObject.of()
                        .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                        .put("type", "AdaptiveCard")
                        .put("version", "1.4")
                        .put("body", List.copyOf(body))
                        .build();
        return JsonObject.of()
                .put("type", "message")
                .put(
                        "attachments",
                        List.of(
                                JsonObject.of()
                                        .put(
                                                "contentType",
                                                "application/vnd.microsoft.card.adaptive")
                                        .put("content", card)
                                        .build()))
                .build();
    }

    private static String color(Alert.Status status) {
        return switch (status) {
            case FAILED -> "Attention";
            case STUCK -> "Warning";
            case RECOVERED -> "Good";
        };
    }

    private static JsonObject.Builder run(String text) {
        return JsonObject.of().put("type", "TextRun").put("text", text);
    }

    private static JsonObject paragraph(JsonObject.Builder run) {
        return JsonObject.of()
                .put("type", "RichTextBlock")
                .put("inlines", List.of(run.build()))
                .build();
    }
}
