package io.spillway.pipeline.definition;

import io.spillway.pipeline.definition.PhaseDraft.PlacedTrigger;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what makes objects enter a phase: {@code on} and {@code after}, one of them or both. */
final class TriggerReader {

    private static final String ON = "upload, {after: a phase}, a list of these";
    private static final String AFTER = "the name of a phase, a list of these";

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
        return node.text(AFTER).map(name -> new PlacedTrigger(new Trigger.After(name), node));
    }

    private static void reportRepeated(List<PlacedTrigger> triggers) {
        var seen = new HashSet<Trigger>();
        for (var placed : triggers) {
            if (!seen.add(placed.trigger())) {
                placed.node().mistake(placed.node().describe() + " again", "each trigger once");
            }
        }
    }
}
