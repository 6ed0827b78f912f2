package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.StageType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads which stage a phase runs, and checks its settings against the catalogue. */
final class StageReader {

    private static final String LEGACY = "legacy";

    /** What goes on in place of a stage that couldn't be read. */
    private static final StageSpec UNREADABLE = new StageSpec.Named("", Map.of());

    private final Map<String, StageType> catalogue = new LinkedHashMap<>();
    private final List<String> names;
    private final String allowed;

    StageReader(Collection<StageType> types) {
        types.forEach(type -> catalogue.put(type.name(), type));
        this.names = Stream.concat(catalogue.keySet().stream(), Stream.of(LEGACY)).toList();
        this.allowed = String.join(", ", names);
    }

    StageSpec read(Fields phase) {
        var stage = phase.require("stage", allowed);
        return stage.map(
                        node ->
                                switch (node.value()) {
                                    case JsonValue.Text(var _, var name) -> byName(name, node);
                                    case JsonObject map -> withSettings(map, node);
                                    case JsonValue _ -> unreadable(node, node.describe());
                                })
                .orElse(UNREADABLE);
    }

    private StageSpec byName(String name, Node node) {
        if (name.equals(LEGACY)) {
            node.mistake(
                    "\"legacy\" without a command", "{legacy: {command: [program, argument]}}");
            return UNREADABLE;
        }
        if (!catalogue.containsKey(name)) {
            node.mistakenWord(name, names, allowed);
            return UNREADABLE;
        }
        return named(name, node.withoutMembers());
    }

    private StageSpec withSettings(JsonObject map, Node node) {
        if (map.members().size() != 1) {
            return unreadable(node, "a map of %d keys".formatted(map.members().size()));
        }
        var name = map.members().keySet().iterator().next();
        var member = map.members().get(name);
        var value = node.member(name, member.value());
        if (name.equals(LEGACY)) {
            return LegacyReader.read(value);
        }
        if (!catalogue.containsKey(name)) {
            node.mistakenKey(name, member.nameAt(), allowed, Spelling.nearest(name, names));
            return UNREADABLE;
        }
        // "{summary: }" has no settings, as "summary" has none.
        return named(
                name, value.value() instanceof JsonValue.Null ? value.withoutMembers() : value);
    }

    private StageSpec unreadable(Node node, String found) {
        node.mistake(
                found, "the name of a stage, or a map of one name to its settings: " + allowed);
        return UNREADABLE;
    }

    private StageSpec named(String name, Node settings) {
        var known = catalogue.get(name).settings();
        var values = new LinkedHashMap<String, String>();
        Fields.of(settings, known.stream().map(Setting::name).toList())
                .ifPresent(
                        fields -> {
                            for (var setting : known) {
                                value(setting, fields)
                                        .ifPresent(value -> values.put(setting.name(), value));
                            }
                        });
        return new StageSpec.Named(name, values);
    }

    private static Optional<String> value(Setting setting, Fields fields) {
        var given =
                setting.otherwise().isPresent()
                        ? fields.get(setting.name())
                        : fields.require(setting.name(), what(setting));
        return given.flatMap(node -> checked(setting, node));
    }

    private static Optional<String> checked(Setting setting, Node node) {
        var value =
                switch (setting.kind()) {
                    case TEXT -> Scalars.plain(node);
                    case WHOLE_NUMBER -> Scalars.wholeText(node);
                    case SIZE -> Scalars.sizeText(node);
                    case TRUE_OR_FALSE -> Scalars.flag(node).map(String::valueOf);
                };
        if (value.isPresent()
                && !setting.allowed().isEmpty()
                && !setting.allowed().contains(value.get())) {
            node.mistakenWord(value.get(), setting.allowed(), what(setting));
            return Optional.empty();
        }
        return value;
    }

    private static String what(Setting setting) {
        if (!setting.allowed().isEmpty()) {
            return String.join(", ", setting.allowed());
        }
        return switch (setting.kind()) {
            case TEXT -> "text";
            case WHOLE_NUMBER -> "a whole number";
            case SIZE -> Scalars.SIZE;
            case TRUE_OR_FALSE -> "true, false";
        };
    }
}
