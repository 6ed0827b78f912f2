package io.spillway.monitoring.notify;

import io.spillway.pipeline.work.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person is told of a group of alerts, before any receiver's form.
 *
 * @param id a function of the events, so that a receiver can tell a repetition
 * @param title one line
 * @param all what happened, oldest first
 * @param command that runs all of them again, where there is one
 */
record Notification(
        String id,
        String title,
        AlertGroup.Key group,
        List<Example> all,
        String remedy,
        Optional<String> command) {

    /** More than this nobody reads in a chat. */
    static final int MOST_EXAMPLES = 5;

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_OBJECT = 300;
    private static final int LONGEST_REASON = 700;

    /**
     * One of the events.
     *
     * @param about what identifies what it is about, for whoever opens and closes incidents
     * @param object {@code s3://bucket/key}
     */
    record Example(
            String about,
            Instant time,
            String object,
            Optional<String> item,
            String reason,
            Optional<String> command) {}

    Notification {
        all = List.copyOf(all);
    }

    static Notification of(AlertGroup group) {
        var alerts = group.alerts();
        var first = alerts.getFirst();
        var ids = alerts.stream().map(Alert::id).sorted();
        return new Notification(
                Ids.of(Stream.concat(Stream.of("notification"), ids).toArray(String[]::new)),
                Shown.text(title(group), LONGEST_TITLE),
                group.key(),
                alerts.stream().map(Notification::example).toList(),
                Shown.text(first.remedy(), LONGEST_REASON),
                command(group));
    }

    private static Optional<String> command(AlertGroup group) {
        var first = group.alerts().getFirst();
        return group.alerts().size() == 1 || first.command().isEmpty()
                ? first.command()
                : Optional.of(ReplayCommand.ofKind(first.kind()));
    }

    private static Example example(Alert alert) {
        return new Example(
                about(alert),
                alert.time(),
                Shown.text(alert.subject().toString(), LONGEST_OBJECT),
                alert.item(),
                Shown.text(alert.reason(), LONGEST_REASON),
                alert.command());
    }

    /** The same for a stuck object and its recovery. */
    private static String about(Alert alert) {
        return Ids.of("about", alert.pipeline(), alert.item().orElse(alert.subject().toString()));
    }

    private static String title(AlertGroup group) {
        var key = group.key();
        var where = key.phase().map(phase -> key.pipeline() + " / " + phase).orElse(key.pipeline());
        var count = group.alerts().size();
        var object = group.alerts().getFirst().subject().key();
        var what = count == 1 ? object : count + " objects";
        return switch (key.status()) {
            case FAILED -> "%s: %s failed (%s)".formatted(where, what, key.kind());
            case STUCK -> "%s: %s %s stuck".formatted(where, what, count == 1 ? "is" : "are");
            case RECOVERED ->
                    "%s: %s %s on again".formatted(where, what, count == 1 ? "goes" : "go");
        };
    }

    int count() {
        return all.size();
    }

    /** When the first of it happened. */
    Instant first() {
        return all.getFirst().time();
    }

    /** When the last of it happened. */
    Instant last() {
        return all.getLast().time();
    }

    /** The oldest, {@link #MOST_EXAMPLES} at most. */
    List<Example> examples() {
        return all.subList(0, Math.min(all.size(), MOST_EXAMPLES));
    }

    /** How many are not among the examples. */
    int unnamed() {
        return count() - examples().size();
    }
}
