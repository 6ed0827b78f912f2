package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.stage.StageType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one phase by itself. */
final class PhaseReader {

    private static final List<String> KEYS =
            List.of("on", "after", "match", "stage", "inline", "batch", "output");

    /**
     * What YAML 1.1 makes of the key {@code on}, and with it Terraform's {@code yamldecode}
     * (checked with Terraform 1.11.4).
     */
    private static final String ON_AS_TRUTH = "true";

    private final StageReader stages;

    PhaseReader(Collection<StageType> catalogue) {
        this.stages = new StageReader(catalogue);
    }

    PhaseDraft read(String name, JsonObject.Member member, Node all) {
        var node = all.member(name, namedAt(member));
        Names.mistakeInPhase(name)
                .ifPresent(message -> node.problems().add(member.nameAt(), node.path(), message));
        return Fields.of(node, KEYS)
                .map(fields -> read(name, fields))
                .orElseGet(() -> PhaseDraft.unreadable(name, node));
    }

    private PhaseDraft read(String name, Fields fields) {
        var triggers = TriggerReader.read(fields);
        var stage = stages.read(fields);
        var routing = RoutingReader.read(fields, stage);
        var phase =
                new Phase(
                        name,
                        triggers.stream().map(PhaseDraft.PlacedTrigger::trigger).toList(),
                        MatchReader.read(fields),
                        stage,
                        routing.inline(),
                        routing.batch(),
                        OutputPrefixes.read(fields, name));
        var node = fields.map();
        return new PhaseDraft(phase, triggers, node, fields.get("output").orElse(node));
    }

    /** A phase's value, placed at its name: that is where to say what the phase lacks. */
    private static JsonValue namedAt(JsonObject.Member member) {
        if (!(member.value() instanceof JsonObject(var _, var members))) {
            return member.value();
        }
        var renamesOn = members.containsKey(ON_AS_TRUTH) && !members.containsKey("on");
        Map<String, JsonObject.Member> named = new LinkedHashMap<>();
        members.forEach(
                (key, value) ->
                        named.put(renamesOn && key.equals(ON_AS_TRUTH) ? "on" : key, value));
        return new JsonObject(member.nameAt(), named);
    }
}
