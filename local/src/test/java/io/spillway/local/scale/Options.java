package io.spillway.local.scale;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options of the form {@code --name number}, each with a default. */
final class Options {

    private static final int MOST_CHOSEN_SEED = 1_000_000;

    private final Map<String, Long> values;

    private Options(Map<String, Long> values) {
        this.values = values;
    }

    /** A number that is unlikely to have been chosen before. */
    static long anySeed() {
        return Math.floorMod(System.nanoTime(), (long) MOST_CHOSEN_SEED);
    }

    /**
     * @param defaults by the names of the options, without hyphens
     * @throws IllegalArgumentException if the arguments can't be understood
     */
    static Options of(Map<String, Long> defaults, String... arguments) {
        var values = new LinkedHashMap<>(defaults);
        for (var i = 0; i < arguments.length; i += 2) {
            var name = arguments[i].startsWith("--") ? arguments[i].substring(2) : arguments[i];
            var value = i + 1 < arguments.length ? arguments[i + 1] : "";
            if (!defaults.containsKey(name)) {
                throw new IllegalArgumentException(
                        "There is no option %s, only --%s."
                                .formatted(arguments[i], String.join(", --", defaults.keySet())));
            }
            if (!value.matches("[1-9]\\d{0,8}")) {
                throw new IllegalArgumentException(
                        "Option --%s is \"%s\": expected a whole number from 1 to 999999999."
                                .formatted(name, value));
            }
            values.put(name, Long.parseLong(value));
        }
        return new Options(values);
    }

    int number(String name) {
        return values.get(name).intValue();
    }
}
