package io.spillway.pipeline.stage;

import io.spillway.pipeline.definition.ByteSize;
import java.util.Map;
import java.util.TreeMap;

/** The settings of one stage in a definition, with the defaults filled in. */
public record StageSettings(Map<String, String> values) {

    public StageSettings {
        values = Map.copyOf(values);
    }

    /** What the definition gives, completed by the defaults of {@code type}. */
    public static StageSettings of(StageType type, Map<String, String> given) {
        var values = new TreeMap<String, String>();
        for (var setting : type.settings()) {
            setting.otherwise().ifPresent(value -> values.put(setting.name(), value));
        }
        values.putAll(given);
        return new StageSettings(values);
    }

    /**
     * @throws IllegalArgumentException if the stage type declares no such setting
     */
    public String text(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "No setting \"%s\": the stage has %s.".formatted(name, values.keySet()));
        }
        return value;
    }

    public long wholeNumber(String name) {
        return Long.parseLong(text(name));
    }

    /** In bytes. */
    public long size(String name) {
        return ByteSize.parse(text(name)).bytes();
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }
}
