package io.spillway.monitoring.notify;

import java.util.ArrayList;

/** A notification as an e-mail. */
final class MailForm {

    /** Source: Amazon SNS API, {@code Publish}: less than 100 characters, ASCII. */
    private static final int LONGEST_SUBJECT = 99;

    private MailForm() {}

    static String subject(Notification notification) {
        var ascii = notification.title().replaceAll("[^ -~]", "?");
        return ascii.length() <= LONGEST_SUBJECT
                ? ascii
                : ascii.substring(0, LONGEST_SUBJECT - 3) + "...";
    }

    static String text(Notification notification) {
        var lines = new ArrayList<String>();
        lines.add(notification.title());
        lines.add("");
        for (var example : notification.examples()) {
            lines.add("%s  %s".formatted(example.time(), example.object()));
            lines.add("    " + example.reason());
        }
        if (notification.unnamed() > 0) {
            lines.add("and " + notification.unnamed() + " more");
        }
        lines.add("");
        lines.add("What to do: " + notification.remedy());
        notification.command().ifPresent(command -> lines.add("    " + command));
        return String.join("\n", lines) + "\n";
    }
}
