package io.spillway.local.view;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.ledger.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run's summary for people: a block for each upload, then the totals. Stays readable however many
 * uploads there are and however much one of them held.
 */
final class SummaryText {

    /**
     * Uploads with a block of their own; those with trouble come before others if they are more.
     */
    static final int MOST_BLOCKS = 40;

    private final RunReport report;
    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(RunReport report, Style style) {
        this.report = report;
        this.style = style;
    }

    static List<String> lines(RunReport report, Style style) {
        var text = new SummaryText(report, style);
        text.blocks();
        text.totals();
        return List.copyOf(text.lines);
    }

    private void blocks() {
        Map<String, List<Entry>> uploads =
                report.ends().stream()
                        .collect(
                                groupingBy(
                                        end -> end.item().upload().id(),
                                        LinkedHashMap::new,
                                        toList()));
        var shown = chosen(List.copyOf(uploads.values()));
        for (var ends : shown) {
            lines.add("");
            lines.addAll(new UploadBlock(ends, style).lines());
        }
        var left = uploads.size() - shown.size();
        if (left > 0) {
            lines.add("");
            lines.add(
                    style.more()
                            + " and "
                            + Amounts.count(left, "more upload")
                            + ". All are in "
                            + path(report.events()));
        }
        lines.add("");
    }

    /** All, or as many as are shown: with trouble first, in their order otherwise. */
    private static List<List<Entry>> chosen(List<List<Entry>> uploads) {
        if (uploads.size() <= MOST_BLOCKS) {
            return uploads;
        }
        return uploads.stream()
                .sorted(Comparator.comparing(SummaryText::trouble).reversed())
                .limit(MOST_BLOCKS)
                .toList();
    }

    private static EndingWord trouble(List<Entry> ends) {
        return ends.stream()
                .map(EndingWord::of)
                .max(EndingWord::compareTo)
                .orElse(EndingWord.SUCCEEDED);
    }

    private void totals() {
        var totals = Totals.of(report);
        lines.add(
                style.bold(Amounts.count(totals.uploads(), "upload"))
                        + " of %s, %s in %s"
                                .formatted(
                                        Amounts.bytes(totals.uploadedBytes()),
                                        Amounts.count(totals.workItems(), "work item"),
                                        Durations.format(report.took())));
        total(
                "ended",
                totals.endings().entrySet().stream()
                        .map(e -> e.getValue() + " " + ending(e.getKey()))
                        .toList());
        total(
                "routes",
                totals.routes().entrySet().stream()
                        .map(e -> e.getValue() + " " + style.route(e.getKey(), e.getKey()))
                        .toList());
        total(
                "data",
                List.of(
                        "read " + Amounts.bytes(totals.bytesRead()),
                        "wrote " + Amounts.bytes(totals.bytesWritten())));
        if (report.deadLetters() > 0) {
            total(
                    "lost",
                    List.of(
                            style.red(
                                    Amounts.count(report.deadLetters(), "message")
                                            + " that nobody could handle, in the dead-letter queue")));
        }
        total("outputs", List.of(path(report.outputs())));
        total("events", List.of(path(report.events())));
    }

    private String ending(EndingWord ending) {
        return switch (ending) {
            case SUCCEEDED -> style.green(ending.word());
            case REFUSED -> style.yellow(ending.word());
            case FAILED, UNFINISHED -> style.red(ending.word());
            case IGNORED -> style.dim(ending.word());
        };
    }

    private void total(String name, List<String> parts) {
        lines.add("  " + TextWidth.pad(name, 9) + parts.stream().collect(joining(style.dot())));
    }

    private String path(Path path) {
        return style.safe(Amounts.path(path));
    }
}
