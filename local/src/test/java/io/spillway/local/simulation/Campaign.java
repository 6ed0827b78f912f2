package io.spillway.local.simulation;

import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explores scenario after scenario and prints a line for each. On one thread: two simulations in
 * one program would wait for each other's locks, and so disturb each other's order.
 */
final class Campaign {

    private static final int MOST_PRINTED = 20;
    private static final long BETWEEN_TELLS = 60_000_000_000L;

    private final SimulationOptions options;
    private final PrintStream out;
    private final Tally all = new Tally();
    private long told = System.nanoTime();

    Campaign(SimulationOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Everything that was seen. */
    Tally run() {
        var started = System.nanoTime();
        out.println(
                "scenario      points  singles                 pairs     by seed  violated     "
                        + " time");
        for (var scenario : options.scenarios()) {
            if (!isEnough(all)) {
                explore(scenario);
            }
        }
        out.printf(
                "%,d schedules, %,d points, %,d schedules broke a promise, %s%n",
                all.schedules(), all.points(), all.violated(), since(started));
        out.println(
                all.faults().entrySet().stream()
                        .map(each -> "%,d %s".formatted(each.getValue(), each.getKey().word()))
                        .collect(Collectors.joining(", ", "faults: ", "")));
        all.broken().stream().limit(MOST_PRINTED).forEach(this::print);
        return all;
    }

    private void print(Tally.Broken broken) {
        out.println("BROKEN  " + broken.replay());
        broken.violations().forEach(violation -> out.println("        " + violation));
    }

    private void explore(Scenario scenario) {
        var started = System.nanoTime();
        var tally = new Tally();
        var explorer = new Explorer(scenario, tally);
        work(tally, Stream.of(explorer.undisturbed()));
        work(
                tally,
                explorer.singlesAndPairs(options.pairs(), options.seed())
                        .map(piece -> tellingAfter(piece, explorer, scenario.name())));
        var struck = tally.schedules();
        work(tally, explorer.random(options.seed(), options.random()));
        out.printf(
                "%-12s %7d %8d %21s %11d %9d %9s%n",
                scenario.name(),
                explorer.points(),
                explorer.singles(),
                "%,d of %,d".formatted(explorer.pairs(), explorer.possiblePairs()),
                tally.schedules() - struck,
                tally.violated(),
                since(started));
        out.flush();
        all.add(tally);
    }

    /** Long work says every minute how far it is. */
    private Runnable tellingAfter(Runnable piece, Explorer explorer, String name) {
        return () -> {
            piece.run();
            if (System.nanoTime() - told > BETWEEN_TELLS) {
                told = System.nanoTime();
                out.printf(
                        "  %s: %,d of %,d first faults and %,d pairs explored%n",
                        name, explorer.explored(), explorer.singles(), explorer.pairs());
                out.flush();
            }
        };
    }

    private boolean isEnough(Tally seen) {
        return options.untilBroken() && seen.violated() > 0;
    }

    private void work(Tally seen, Stream<Runnable> pieces) {
        pieces.takeWhile(_ -> !isEnough(seen)).forEach(Runnable::run);
    }

    private static String since(long started) {
        return "%.1f s".formatted((System.nanoTime() - started) / 1e9);
    }
}
