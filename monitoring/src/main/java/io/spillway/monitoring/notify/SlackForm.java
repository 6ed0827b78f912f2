package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A notification as Slack's Block Kit shows it. Nothing in a key or reason mentions anybody or
 * links anywhere. Source: Slack API, "Formatting text for app surfaces", "Reference: blocks".
 */
final class SlackForm {

    /** Of a section's text. Source: Slack API, "Section block". */
    private static final int LONGEST_SECTION = 3_000;

    /** Source: Slack API, "Header block". */
    private static final int LONGEST_HEADER = 150;

    private SlackForm() {}

    static JsonObject of(Notification notification) {
        var blocks = new ArrayList<JsonObject>();
        blocks.add(
                JsonObject.of()
                        .put("type", "header")
                        .put(
                                "text",
                                JsonObject.of()
                                        .put("type", "plain_text")
                                        .put(
                                                "text",
                                                Shown.cut(notification.title(), LONGEST_HEADER))
                                        .put("emoji", false))
                        .build());
        notification.examples().forEach(example -> blocks.add(section(example(example))));
        if (notification.unnamed() > 0) {
            blocks.add(section("and " + notification.unnamed() + " more"));
        }
        blocks.add(section("*What to do:* " + escaped(notification.remedy())));
        notification.command().ifPresent(command -> blocks.add(section(code(command))));
        return JsonObject.of()
                .put("text", escaped(notification.title()))
                .put("blocks", List.copyOf(blocks))
                .build();
    }

    private static String example(Notification.Example example) {
        return "`%s`\n%s"
                .formatted(escaped(example.object().replace('`', '\'')), escaped(example.reason()));
    }

    private static JsonObject section(String markdown) {
        return JsonObject.of()
                .put("type", "section")
                .put(
                        "text",
                        JsonObject.of()
                                .put("type", "mrkdwn")
                                .put("text", Shown.cut(markdown, LONGEST_SECTION))
                                .put("verbatim", true))
                .build();
    }

    private static String code(String command) {
        return "```" + escaped(command.replace("```", "'''")) + "```";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
