package io.spillway.local.simulation;

import java.util.List;
import java.util.Optional;

/**
 * What the simulation is asked to do.
 *
 * @param scenarios to explore
 * @param pairs share of all pairs of faults to run, 0 to 1
 * @param random schedules by seed, per scenario
 * @param seed of the first of them, and of the choice of pairs
 * @param untilBroken whether to end at the first promise that isn't kept
 * @param replay one schedule to run and print instead
 */
record SimulationOptions(
        List<Scenario> scenarios,
        double pairs,
        long random,
        long seed,
        boolean untilBroken,
        Optional<String> replay) {

    /**
     * @throws IllegalArgumentException saying what is wrong and what is expected
     */
    static SimulationOptions of(String... arguments) {
        var scenarios = Scenarios.ALL;
        var pairs = 0.0;
        var random = 500L;
        var seed = 1L;
        var untilBroken = false;
        var replay = Optional.<String>empty();
        for (int i = 0; i < arguments.length; i += 2) {
            var value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--scenario" -> scenarios = List.of(Scenarios.named(value));
                case "--pairs" -> pairs = share(value);
                case "--random" -> random = number(arguments[i], value);
                case "--seed" -> seed = number(arguments[i], value);
                case "--until" -> untilBroken = value.equals("broken");
                case "--replay" -> replay = Optional.of(value);
                default ->
                        throw new IllegalArgumentException(
                                "There is no option %s, only --scenario, --pairs, --random, --seed, --until and --replay."
                                        .formatted(arguments[i]));
            }
        }
        return new SimulationOptions(scenarios, pairs, random, seed, untilBroken, replay);
    }

    private static double share(String value) {
        if (!value.matches("0(\\.\\d{1,9})?|1")) {
            throw new IllegalArgumentException(
                    "Option --pairs is \"%s\": expected the share of all pairs to run, 0 to 1, such as 0.05."
                            .formatted(value));
        }
        return Double.parseDouble(value);
    }

    private static long number(String option, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "Option %s is \"%s\": expected a whole number.".formatted(option, value));
        }
        return Long.parseLong(value);
    }
}
