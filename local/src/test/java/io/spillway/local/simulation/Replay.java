package io.spillway.local.simulation;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Runs one schedule again and prints all of it. */
final class Replay {

    private Replay() {}

    /**
     * @param spelling scenario, @, and either strikes or a seed: {@code
     *     batch@21:lost-answer,30:crash-before}
     */
    static void print(String spelling, PrintStream out) {
        var parts = spelling.split("@", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "\"%s\" is no schedule: expected a scenario, @, and strikes or a seed, such as batch@21:lost-answer."
                            .formatted(spelling));
        }
        var world = new World(Scenarios.named(parts[0]), plan(parts[1])).run();
        var struck =
                world.strikes().stream().collect(Collectors.toMap(Strike::point, Strike::fault));
        for (var point : world.trace()) {
            var fault = struck.get(point.number());
            out.println(fault == null ? point : point + "   <== " + fault.word());
        }
        Verdict.of(world).forEach(violation -> out.println("BROKEN  " + violation));
    }

    static Plan plan(String spelling) {
        if (spelling.matches("seed=\\d{1,18}")) {
            return new RandomPlan(Long.parseLong(spelling.substring("seed=".length())));
        }
        return Plan.of(
                Arrays.stream(spelling.split(","))
                        .filter(text -> !text.isEmpty())
                        .map(Strike::parse)
                        .toList());
    }
}
