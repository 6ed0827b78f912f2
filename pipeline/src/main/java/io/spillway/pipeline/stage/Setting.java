package io.spillway.pipeline.stage;

import java.util.List;
import java.util.Optional;

/**
 * A setting that a stage type takes in a definition.
 *
 * @param allowed the values it may have; empty where any of its kind will do
 * @param otherwise the value where the definition gives none; empty where it must
 */
public record Setting(
        String name,
        Kind kind,
        List<String> allowed,
        Optional<String> otherwise,
        String description) {

    public enum Kind {
        TEXT,
        WHOLE_NUMBER,
        /** Such as {@code 64 MiB}. */
        SIZE,
        TRUE_OR_FALSE
    }

    public Setting {
        allowed = List.copyOf(allowed);
    }

    public static Setting choice(
            String name, List<String> allowed, String otherwise, String description) {
        return new Setting(name, Kind.TEXT, allowed, Optional.of(otherwise), description);
    }

    public static Setting size(String name, String otherwise, String description) {
        return new Setting(name, Kind.SIZE, List.of(), Optional.of(otherwise), description);
    }

    public static Setting wholeNumber(String name, String otherwise, String description) {
        return new Setting(name, Kind.WHOLE_NUMBER, List.of(), Optional.of(otherwise), description);
    }

    public static Setting flag(String name, boolean otherwise, String description) {
        return new Setting(
                name,
                Kind.TRUE_OR_FALSE,
                List.of(),
                Optional.of(Boolean.toString(otherwise)),
                description);
    }
}
