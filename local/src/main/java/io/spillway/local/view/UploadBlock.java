package io.spillway.local.view;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Replays;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of one upload: a few lines for each of its work items, like ones gathered. */
final class UploadBlock {

    /** Work items of one phase with the same route and ending that are shown one by one. */
    static final int MOST_ALIKE = 3;

    /** Outputs of one work item that are named. */
    static final int MOST_OUTPUTS = 3;

    private final List<Entry> ends;
    private final Style style;
    private final int phaseColumns;
    private final List<String> lines = new ArrayList<>();
    private final Map<Alike, Integer> shown = new HashMap<>();

    /** What work items have in common that needn't all be shown. */
    private record Alike(String phase, String route, EndingWord ending) {
        static Alike of(Entry end) {
            return new Alike(end.item().phase(), end.route().word(), EndingWord.of(end));
        }
    }

    /**
     * @param ends of the work items of one upload, at least one
     */
    UploadBlock(List<Entry> ends, Style style) {
        this.ends = ends;
        this.style = style;
        this.phaseColumns =
                ends.stream().mapToInt(end -> end.item().phase().length()).max().orElse(0);
    }

    List<String> lines() {
        var object = ends.getFirst().item().upload().object();
        lines.add(style.bold(style.safe(object.key())) + "  " + Amounts.bytes(object.size()));
        for (var end : ends) {
            if (shown.merge(Alike.of(end), 1, Integer::sum) <= MOST_ALIKE) {
                addItem(end);
            }
        }
        shown.forEach(this::addRest);
        return lines;
    }

    private void addRest(Alike alike, int count) {
        if (count > MOST_ALIKE) {
            lines.add(
                    style.dim(
                            "  %s  %s and %d more like this: %s, %s"
                                    .formatted(
                                            TextWidth.pad(alike.phase(), phaseColumns),
                                            style.more(),
                                            count - MOST_ALIKE,
                                            alike.route(),
                                            alike.ending().word())));
        }
    }

    private void addItem(Entry end) {
        var route = end.route().word();
        lines.add(
                "  %s  %s  %s%s"
                        .formatted(
                                TextWidth.pad(style.safe(end.item().phase()), phaseColumns),
                                style.route(route, TextWidth.pad(route, 8)),
                                outcome(end),
                                input(end)));
        addDetail(style.dim(style.safe(end.route().reason())));
        switch (end.state()) {
            case State.Succeeded(var results, var _) -> addOutputs(results);
            case State.Failed(var failure, var _) -> addFailure(end, failure);
            case State.Released(var _, var failure, var _) -> addFailure(end, failure);
            case State.Submitting _,
                    State.Submitted _,
                    State.Requeued _,
                    State.Claimed _,
                    State.Committing _,
                    State.Skipped _,
                    State.Announced _ -> {}
        }
    }

    /** Of a derived object its name: the upload's own stands above. */
    private String input(Entry end) {
        return end.item().hops() == 0 ? "" : "  " + style.dim(style.safe(end.item().name()));
    }

    private String outcome(Entry end) {
        var attempts = attempts(end);
        return switch (end.state()) {
            case State.Succeeded(var results, var usage) ->
                    style.green("succeeded") + succeeded(results, usage) + attempts;
            case State.Failed(var failure, var _) -> failed(failure) + attempts;
            case State.Skipped _ -> style.dim("ignored");
            case State.Submitting _,
                    State.Submitted _,
                    State.Requeued _,
                    State.Claimed _,
                    State.Released _,
                    State.Committing _,
                    State.Announced _ ->
                    style.red("unfinished") + ": " + end.state().word() + attempts;
        };
    }

    private static String attempts(Entry end) {
        var attempts = end.attempts() > 1 ? ", %d attempts".formatted(end.attempts()) : "";
        var repetition = Replays.number(end.item().id());
        return repetition > 0 ? "%s, repetition %d".formatted(attempts, repetition) : attempts;
    }

    private static String succeeded(Results results, Usage usage) {
        return " in %s, %s, %s"
                .formatted(
                        Durations.format(usage.took()),
                        Amounts.count(results.count(), "output"),
                        Amounts.bytes(usage.bytesWritten()));
    }

    private String failed(Failure failure) {
        var ending = EndingWord.of(failure.kind());
        var kind = failure.kind() == Failure.Kind.REJECTED ? "" : ": " + failure.kind().word();
        return ending.isAccountedFor()
                ? style.yellow(ending.word()) + kind
                : style.red(ending.word()) + kind;
    }

    /**
     * A rejected upload's message is the reason of its route, which has been told. One that quotes
     * a program's output has lines.
     */
    private void addFailure(Entry end, Failure failure) {
        if (!failure.message().equals(end.route().reason())) {
            failure.message().lines().map(style::safe).forEach(this::addDetail);
        }
    }

    private void addOutputs(Results results) {
        var listed = results.listed().stream().limit(MOST_OUTPUTS).toList();
        for (var output : listed) {
            addDetail(
                    "-> "
                            + style.safe(output.location().toString())
                            + style.dim("  " + Amounts.bytes(output.size())));
        }
        var left = results.count() - listed.size();
        if (left > 0) {
            addDetail(
                    style.dim(
                            "-> "
                                    + style.more()
                                    + " and "
                                    + Amounts.count(left, "more output")
                                    + manifest(results)));
        }
    }

    private String manifest(Results results) {
        return results.manifest()
                .map(place -> ", listed in " + style.safe(place.toString()))
                .orElse("");
    }

    private void addDetail(String text) {
        lines.add(" ".repeat(phaseColumns + 4) + text);
    }
}
