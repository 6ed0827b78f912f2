package io.spillway.local.view;

import static java.util.stream.Collectors.joining;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Usage;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One event on one line: time, phase, what happened, route, object, details. */
final class EventLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final int PHASE_COLUMNS = 10;

    private final Style style;
    private final ZoneId zone;

    EventLine(Style style, ZoneId zone) {
        this.style = style;
        this.zone = zone;
    }

    /**
     * @param columns that the line may have
     */
    String of(PhaseEvent event, int columns) {
        var phase = TextWidth.pad(style.safe(event.item().phase()), PHASE_COLUMNS);
        var word = word(event);
        var head = time(event) + "  " + phase + "  " + TextWidth.pad(word, 10) + "  ";
        var subject = style.safe(event.item().name());
        var details = style.safe(details(event));
        var room = columns - TextWidth.of(head);
        var shown = style.cut(subject, Math.max(room / 2, room - TextWidth.of(details) - 2));
        var tail =
                details.isEmpty()
                        ? ""
                        : "  " + style.cutEnd(details, room - TextWidth.of(shown) - 2);
        return style.dim(time(event))
                + "  "
                + phase
                + "  "
                + coloured(word, TextWidth.pad(word, 10))
                + "  "
                + shown
                + style.dim(tail);
    }

    /**
     * @param columns that the line may have
     */
    String of(Notice notice, int columns) {
        var time = TIME.format(notice.time().atZone(zone));
        var phase = TextWidth.pad(style.safe(notice.phase().orElse("")), PHASE_COLUMNS);
        var word = TextWidth.pad(notice.status().word(), 10);
        var room = columns - TextWidth.of(time + phase + word) - 6;
        var subject = style.cut(style.safe(notice.input().key()), Math.max(room / 3, 8));
        var details = style.safe(onOneLine(notice.reason() + " " + notice.remedy()));
        var tail = "  " + style.cutEnd(details, room - TextWidth.of(subject) - 2);
        var coloured =
                switch (notice.status()) {
                    case STUCK -> style.yellow(word);
                    case RECOVERED -> style.cyan(word);
                };
        return style.dim(time) + "  " + phase + "  " + coloured + "  " + subject + style.dim(tail);
    }

    /** A line that tells of a drop. */
    String ofDrop(LocalTime at, String key, long bytes, int columns) {
        var head =
                TIME.format(at)
                        + "  "
                        + TextWidth.pad("", PHASE_COLUMNS)
                        + "  "
                        + TextWidth.pad("uploaded", 10)
                        + "  ";
        var tail = "  " + Amounts.bytes(bytes);
        return head
                + style.cut(style.safe(key), columns - TextWidth.of(head) - tail.length())
                + style.dim(tail);
    }

    private String time(PhaseEvent event) {
        return TIME.format(event.time().atZone(zone));
    }

    private static String word(PhaseEvent event) {
        return EndingWord.of(event.happening()).map(EndingWord::word).orElse(event.status());
    }

    private String coloured(String word, String text) {
        return switch (word) {
            case "succeeded" -> style.green(text);
            case "refused" -> style.yellow(text);
            case "failed" -> style.red(text);
            case "ignored" -> style.dim(text);
            default -> style.cyan(text);
        };
    }

    private String details(PhaseEvent event) {
        return switch (event.happening()) {
            case Happening.Routed() -> event.route().word() + ": " + event.route().reason();
            case Happening.Started(var worker) -> started(worker, event);
            case Happening.Progressed(var done, var total) -> progress(event, done, total);
            case Happening.Succeeded(var results, var usage) -> succeeded(event, results, usage);
            case Happening.Failed(var failure, var _) -> onOneLine(failure.message());
            case Happening.Skipped(var reason) -> reason;
        };
    }

    private static String onOneLine(String message) {
        return message.lines().map(String::strip).collect(joining(" "));
    }

    private static String started(Worker worker, PhaseEvent event) {
        var attempt = event.attempt() > 1 ? ", attempt " + event.attempt() : "";
        return switch (worker) {
            case Worker.Invocation _ -> "inline" + attempt;
            case Worker.JobAttempt(var jobId, var _) -> "batch, job " + jobId + attempt;
        };
    }

    private static String progress(PhaseEvent event, long done, long total) {
        var inBytes = total == event.item().input().size();
        if (inBytes && total > 0) {
            return "%d %% of %s".formatted(done * 100 / total, Amounts.bytes(total));
        }
        return total > 0 ? done * 100 / total + " %" : done + " done";
    }

    private String succeeded(PhaseEvent event, Results results, Usage usage) {
        var parts = new ArrayList<String>(List.of(event.route().word()));
        parts.add(Amounts.count(results.count(), "output"));
        parts.add(Amounts.bytes(usage.bytesWritten()));
        parts.add(Durations.format(usage.took()));
        return String.join(", ", parts);
    }
}
