package io.spillway.local.cli;

import io.spillway.local.cli.Explanation.OfPhase;
import io.spillway.local.cli.Explanation.Speed;
import io.spillway.local.view.Style;
import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.routing.InputFacts;
import io.spillway.pipeline.routing.Rate;
import io.spillway.pipeline.routing.Route;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** An explanation for people: the facts, then a line for each phase. */
final class ExplanationText {

    private static final int ROUTE_COLUMNS = 8;

    private final Explanation explanation;
    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(Explanation explanation, Style style) {
        this.explanation = explanation;
        this.style = style;
    }

    static List<String> lines(Explanation explanation, Style style) {
        var text = new ExplanationText(explanation, style);
        text.facts();
        text.lines.add("");
        text.routes();
        return List.copyOf(text.lines);
    }

    private void facts() {
        var object = explanation.subject().object();
        var name =
                explanation
                        .subject()
                        .file()
                        .map(Object::toString)
                        .orElse(object.location().toString());
        lines.add(style.bold(style.safe(name)));
        if (explanation.subject().file().isPresent()) {
            fact("key", object.key());
        }
        fact("size", size(object.size()));
        explanation.facts().ifPresent(this::content);
        var function = explanation.function();
        fact(
                "function",
                "%s of memory, %s left for a stage"
                        .formatted(
                                new ByteSize(function.memory()),
                                Durations.format(function.time())));
    }

    private void content(InputFacts facts) {
        fact("type", facts.type().word() + claim(facts));
        switch (facts.unpacked()) {
            case Unpacked.Plain _ -> {}
            case Unpacked.Exact(var bytes, var entries, var how) ->
                    fact(
                            "unpacked",
                            size(bytes)
                                    + (entries > 1 ? " in %d entries".formatted(entries) : "")
                                    + ", "
                                    + how);
            case Unpacked.AtLeast(var bytes, var how) ->
                    fact("unpacked", "at least " + size(bytes) + ", " + how);
            case Unpacked.Estimated(var bytes, var how) ->
                    fact("unpacked", "about " + size(bytes) + ", " + how);
            case Unpacked.Broken(var reason) -> fact("unpacked", "can't be: " + reason);
        }
    }

    private static String claim(InputFacts facts) {
        if (facts.claimed().isEmpty()) {
            return ", from its first bytes; its name says nothing";
        }
        var claimed = facts.claimed().get();
        return claimed == facts.type()
                ? ", as its name says"
                : ", from its first bytes, although its name says " + claimed.word();
    }

    private static String size(long bytes) {
        var size = new ByteSize(bytes).toString();
        return bytes < 1024 ? size : "%s (%,d bytes)".formatted(size, bytes);
    }

    private void fact(String name, String value) {
        lines.add("  %-9s %s".formatted(name, style.safe(value)));
    }

    private void routes() {
        explanation.settled().ifPresent(route -> lines.add(route("", route)));
        for (var ofPhase : explanation.phases()) {
            switch (ofPhase) {
                case OfPhase.Taken(var phase, var route, var speed) -> {
                    lines.add(route(phase, route));
                    speed.ifPresent(known -> lines.add(line("", "", 0, style.dim(text(known)))));
                }
                case OfPhase.NotTaken(var phase, var why) ->
                        lines.add(line(phase, style.dim("-"), 1, style.dim(style.safe(why))));
            }
        }
        explanation.hint().ifPresent(hint -> lines.add(style.safe(hint)));
    }

    private static String text(Speed speed) {
        var where =
                switch (speed.side()) {
                    case FUNCTION -> "in the function";
                    case BATCH -> "in Batch, about " + Durations.format(speed.time());
                };
        var source =
                switch (speed.rate().source()) {
                    case Rate.Source.BuiltIn() -> "built in, nothing was learned yet";
                    case Rate.Source.Learned(var runs, var since) ->
                            "learned from %d %s since %s"
                                    .formatted(
                                            runs,
                                            runs == 1 ? "run" : "runs",
                                            since.truncatedTo(ChronoUnit.SECONDS));
                };
        return "%s %s: %s.".formatted(speed.rate().number(), where, source);
    }

    private String route(String phase, Route route) {
        return line(
                phase,
                style.route(route.word(), route.word()),
                route.word().length(),
                style.safe(route.reason()));
    }

    private String line(String phase, String route, int routeColumns, String sentence) {
        var columns =
                explanation.phases().stream()
                        .mapToInt(ofPhase -> ofPhase.phase().length())
                        .max()
                        .orElse(0);
        return "  "
                + phase
                + " ".repeat(columns - phase.length() + 2)
                + route
                + " ".repeat(ROUTE_COLUMNS + 2 - routeColumns)
                + sentence;
    }
}
