package io.spillway.local.view;

import io.spillway.pipeline.definition.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of a terminal that is drawn again and again: a row for each upload, a footer of counts.
 */
final class LiveFrame {

    /** Uploads that are shown at once, however high the terminal. */
    static final int MOST_ROWS = 20;

    /** Lines that are left to the events above. */
    private static final int LINES_FOR_EVENTS = 6;

    /** Below these widths a row loses its route, then its phase. */
    private static final int COLUMNS_FOR_ROUTE = 64;

    private static final int COLUMNS_FOR_PHASE = 48;

    private static final int PHASE_COLUMNS = 10;
    private static final int ROUTE_COLUMNS = 6;

    private final Style style;
    private final TerminalSize size;
    private final Instant now;

    LiveFrame(Style style, TerminalSize size, Instant now) {
        this.style = style;
        this.size = size;
        this.now = now;
    }

    /**
     * @param took since the run started
     * @return lines, none wider than the terminal, and fewer than it has
     */
    List<String> lines(RunModel model, Duration took) {
        var rows = model.rows();
        var shown = chosen(rows);
        var lines = new ArrayList<String>();
        if (size.lines() > 3) {
            shown.forEach(row -> lines.add(line(row)));
            if (shown.size() < rows.size() && size.lines() > 4) {
                lines.add(
                        style.dim(
                                style.cutEnd(
                                        "%s and %d more"
                                                .formatted(
                                                        style.more(), rows.size() - shown.size()),
                                        size.columns())));
            }
        }
        lines.add(footer(model.counts(), took));
        return lines;
    }

    /**
     * As many as there is room for, in the order of their drop: those at work, then those heard of
     * last.
     */
    private List<UploadRow> chosen(List<UploadRow> rows) {
        var room = Math.clamp(size.lines() - LINES_FOR_EVENTS, 1, MOST_ROWS);
        if (rows.size() <= room) {
            return rows;
        }
        var atRest =
                rows.stream()
                        .filter(row -> !row.isActive())
                        .sorted(Comparator.comparing(UploadRow::lastChange).reversed());
        var best =
                Stream.concat(rows.stream().filter(UploadRow::isActive), atRest)
                        .limit(room)
                        .toList();
        var kept = new LinkedHashSet<>(best);
        return rows.stream().filter(kept::contains).limit(room).toList();
    }

    private String line(UploadRow row) {
        var state = state(row, stateColumns());
        var cells = new ArrayList<String>();
        var used = stateColumns();
        if (size.columns() >= COLUMNS_FOR_PHASE) {
            cells.add(
                    TextWidth.pad(
                            style.cutEnd(style.safe(row.phase()), PHASE_COLUMNS), PHASE_COLUMNS));
            used += PHASE_COLUMNS + 2;
        }
        if (size.columns() >= COLUMNS_FOR_ROUTE) {
            cells.add(
                    style.route(
                            row.route(),
                            TextWidth.pad(
                                    style.cutEnd(row.route(), ROUTE_COLUMNS), ROUTE_COLUMNS)));
            used += ROUTE_COLUMNS + 2;
        }
        cells.add(state);
        var key = size.columns() - used - 2;
        if (key < 4) {
            return style.cutEnd(style.safe(row.key()), size.columns());
        }
        return TextWidth.pad(style.cut(style.safe(row.key()), key), key)
                + "  "
                + String.join("  ", cells);
    }

    private int stateColumns() {
        return Math.clamp(size.columns() * 2 / 5, 9, 52);
    }

    /** What is going on, at most so many columns wide. */
    private String state(UploadRow row, int columns) {
        return switch (row.status()) {
            case DROPPED, WAITING -> style.dim(style.cutEnd(counts(row), columns));
            case RUNNING -> running(row, columns);
            case DONE -> style.green(style.cutEnd(counts(row), columns));
            case IGNORED -> style.dim(style.cutEnd(counts(row), columns));
            case REFUSED -> style.yellow(style.cutEnd(counts(row), columns));
            case FAILED -> style.red(style.cutEnd(counts(row), columns));
        };
    }

    private String running(UploadRow row, int columns) {
        var item = row.running().getFirst();
        var pace = item.pace().orElseThrow();
        if (pace.share().isEmpty() || row.running().size() + row.waiting() > 1) {
            return style.cyan(style.cutEnd(counts(row), columns));
        }
        return style.cyan(new ProgressText(style, now).of(item, pace, columns));
    }

    /** In words: {@code 3 running, 2 waiting, 14 done}. */
    private String counts(UploadRow row) {
        var known = row.running().size() + row.waiting() + row.ended();
        if (known <= 1) {
            return row.status().word() + age(row);
        }
        var parts = new ArrayList<String>();
        if (!row.isActive()) {
            parts.add(row.status().word());
        }
        add(parts, row.running().size(), "running");
        add(parts, row.waiting(), "waiting");
        add(parts, row.ended(), "ended");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private String age(UploadRow row) {
        var age = Duration.between(row.lastChange(), now);
        return row.isActive() && age.toSeconds() >= 1
                ? " " + Durations.format(age.truncatedTo(ChronoUnit.SECONDS))
                : "";
    }

    private String footer(RunModel.Counts counts, Duration took) {
        var parts = new ArrayList<String>();
        parts.add(Amounts.count(counts.uploads(), "upload"));
        parts.add(counts.active() + " under way");
        for (var ending : EndingWord.values()) {
            if (counts.of(ending) > 0) {
                parts.add(counts.of(ending) + " " + ending.word());
            }
        }
        parts.add(
                took.toSeconds() < 1
                        ? "0s"
                        : Durations.format(Duration.ofSeconds(took.toSeconds())));
        return style.bold(style.cutEnd(String.join(style.dot(), parts), size.columns()));
    }
}
