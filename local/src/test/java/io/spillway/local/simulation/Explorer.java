package io.spillway.local.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Runs a scenario under many plans, and tallies what comes of it. What it returns are pieces of
 * that work, each for any thread.
 */
final class Explorer {

    private final Scenario scenario;
    private final Tally tally;
    private final List<Point> undisturbed;
    private final List<Strike> firsts;

    Explorer(Scenario scenario, Tally tally) {
        this.scenario = scenario;
        this.tally = tally;
        this.undisturbed = new World(scenario, Plan.of(List.of())).run().trace();
        this.firsts = strikes(undisturbed, 0);
    }

    /** How many points the undisturbed scenario reaches. */
    int points() {
        return undisturbed.size();
    }

    /** How many single faults there are. */
    int singles() {
        return firsts.size();
    }

    /** Nothing strikes. */
    Runnable undisturbed() {
        return () -> explore(Plan.of(List.of()));
    }

    /** Every fault at every point that the undisturbed scenario reaches. */
    Stream<Runnable> single() {
        return firsts.stream().map(first -> () -> explore(Plan.of(List.of(first))));
    }

    /**
     * Every fault at every point that is reached after a first fault has struck.
     *
     * @param share of them to run, 0 to 1, chosen by the seed
     * @param counted told how many there are for a first fault
     */
    Stream<Runnable> pairs(double share, long seed, Consumer<Long> counted) {
        return firsts.stream().map(first -> () -> pairs(first, share, seed, counted));
    }

    private void pairs(Strike first, double share, long seed, Consumer<Long> counted) {
        var random = new Random(seed * 1_000_003 + first.hashCode());
        var trace = new World(scenario, Plan.of(List.of(first))).run().trace();
        var seconds = strikes(trace, first.point());
        counted.accept((long) seconds.size());
        seconds.stream()
                .filter(_ -> share >= 1 || random.nextDouble() < share)
                .forEach(second -> explore(Plan.of(List.of(first, second))));
    }

    /** Schedules by seed. */
    Stream<Runnable> random(long firstSeed, long count) {
        return LongStream.range(firstSeed, firstSeed + count)
                .mapToObj(seed -> () -> explore(new RandomPlan(seed)));
    }

    private void explore(Plan plan) {
        var world = new World(scenario, plan).run();
        tally.add(world, Verdict.of(world));
    }

    /** Every fault at every point after one. */
    private static List<Strike> strikes(List<Point> trace, int after) {
        var strikes = new ArrayList<Strike>();
        for (var point : trace.subList(after, trace.size())) {
            point.kind().faults().forEach(fault -> strikes.add(new Strike(point.number(), fault)));
        }
        return strikes;
    }
}
