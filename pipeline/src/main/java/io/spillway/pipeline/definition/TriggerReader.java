package io.spillway.pipeline.definition;

import io.spillway.pipeline.definition.PhaseDraft.PlacedTrigger;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what makes objects enter a phase: {@code on} and {@code after}, one of them or both. */
final class TriggerReader {

    private static final String ON = "upload, {after: a phase}, a list of these";
    private static final String AFTER =
            "the name of a phase, {every: the name of a phase}, a list of these";
    private static final String EVERY = "the name of a phase";
    private static final List<String> EVERY_KEYS = List.of("every", "partial", "within");
    private static final Duration LEAST_WITHIN = Duration.ofMinutes(1);
    private static final Duration MOST_WITHIN = Duration.ofDays(14);

    private TriggerReader() {}

    static List<PlacedTrigger> read(Fields phase) {
        var on = phase.get("on");
        var after = phase.get("after");
        if (!phase.hasOneOf("on", "after")) {
            phase.map().mistake("no trigger", "on: upload, after: a phase");
        }
        var triggers =
                Stream.concat(
                                on.stream().flatMap(TriggerReader::on),
                                after.stream().flatMap(TriggerReader::after))
                        .toList();
        reportRepeated(triggers);
        return triggers;
    }

    private static Stream<PlacedTrigger> on(Node on) {
        return on.oneOrMore(ON).stream().flatMap(TriggerReader::onOne);
    }

    private static Stream<PlacedTrigger> onOne(Node node) {
        return switch (node.value()) {
            case JsonValue.Text _ when node.is("upload") ->
                    Stream.of(new PlacedTrigger(new Trigger.Upload(), node));
            case JsonValue.Text(var _, var word) -> {
                node.mistakenWord(word, List.of("upload"), ON);
                yield Stream.empty();
            }
            case JsonObject(var _, var members) when members.isEmpty() -> {
                node.mistake("an empty map", ON);
                yield Stream.empty();
            }
            case JsonObject _ ->
                    Fields.of(node, List.of("after"))
                            .flatMap(fields -> fields.get("after"))
                            .stream()
                            .flatMap(TriggerReader::after);
            case JsonValue _ -> {
                node.mistake(ON);
                yield Stream.empty();
            }
        };
    }

    private static Stream<PlacedTrigger> after(Node after) {
        return after.oneOrMore(AFTER).stream()
                .map(TriggerReader::afterOne)
                .flatMap(Optional::stream);
    }

    private static Optional<PlacedTrigger> afterOne(Node node) {
        return node.value() instanceof JsonObject
                ? Fields.of(node, EVERY_KEYS).flatMap(TriggerReader::every)
                : node.text(AFTER).map(name -> new PlacedTrigger(new Trigger.After(name), node));
    }

    private static Optional<PlacedTrigger> every(Fields fields) {
        var partial =
                fields.get("partial")
                        .flatMap(node -> Scalars.wordOf(node, Trigger.Partial.values()))
                        .orElse(Trigger.Partial.FAIL);
        var within =
                fields.get("within")
                        .flatMap(node -> Scalars.duration(node, LEAST_WITHIN, MOST_WITHIN));
        return fields.require("every", EVERY)
                .flatMap(
                        node ->
                                node.text(EVERY)
                                        .map(
                                                name ->
                                                        new PlacedTrigger(
                                                                new Trigger.AfterEvery(
                                                                        name, partial, within),
                                                                node)));
    }

    /** Two sets of one phase are one trigger, whatever else they say. */
    private static void reportRepeated(List<PlacedTrigger> triggers) {
        var seen = new HashSet<Trigger>();
        for (var placed : triggers) {
            if (!seen.add(withoutPolicy(placed.trigger()))) {
                placed.node().mistake(placed.node().describe() + " again", "each trigger once");
            }
        }
    }

    private static Trigger withoutPolicy(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Upload _, Trigger.After _ -> trigger;
            case Trigger.AfterEvery(var phase, var _, var _) ->
                    new Trigger.AfterEvery(phase, Trigger.Partial.FAIL, Optional.empty());
        };
    }
}
