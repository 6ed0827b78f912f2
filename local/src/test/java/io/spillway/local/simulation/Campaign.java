package io.spillway.local.simulation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explores scenario after scenario, on several threads, and prints a line for each. */
final class Campaign {

    private static final int MOST_PRINTED = 20;

    private final SimulationOptions options;
    private final PrintStream out;
    private final Tally all = new Tally();

    Campaign(SimulationOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Everything that was seen. */
    Tally run() throws InterruptedException {
        var started = System.nanoTime();
        out.println(
                "scenario      points  singles                 pairs     by seed  violated      time");
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

    private void explore(Scenario scenario) throws InterruptedException {
        var started = System.nanoTime();
        var tally = new Tally();
        var explorer = new Explorer(scenario, tally);
        work(tally, Stream.concat(Stream.of(explorer.undisturbed()), explorer.single()));
        var singles = tally.schedules();
        var possible = new AtomicLong();
        if (options.pairs() > 0) {
            work(tally, explorer.pairs(options.pairs(), options.seed(), possible::addAndGet));
        }
        var pairs = tally.schedules() - singles;
        work(tally, explorer.random(options.seed(), options.random()));
        out.printf(
                "%-12s %7d %8d %21s %11d %9d %9s%n",
                scenario.name(),
                explorer.points(),
                explorer.singles(),
                "%,d of %,d".formatted(pairs, possible.get()),
                tally.schedules() - singles - pairs,
                tally.violated(),
                since(started));
        out.flush();
        all.add(tally);
    }

    private boolean isEnough(Tally seen) {
        return options.untilBroken() && seen.violated() > 0;
    }

    private void work(Tally seen, Stream<Runnable> pieces) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(options.threads())) {
            var started = new ArrayList<Future<?>>();
            pieces.map(piece -> unless(seen, piece))
                    .forEach(piece -> started.add(threads.submit(piece)));
            for (var piece : started) {
                piece.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The simulation itself broke.", e.getCause());
        }
    }

    private Runnable unless(Tally seen, Runnable piece) {
        return () -> {
            if (!isEnough(seen)) {
                piece.run();
            }
        };
    }

    private static String since(long started) {
        return "%.1f s".formatted((System.nanoTime() - started) / 1e9);
    }
}
