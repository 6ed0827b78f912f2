package io.spillway.local.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Runs a scenario under many plans, piece by piece, and tallies what comes of it. */
final class Explorer {

    private final Scenario scenario;
    private final Tally tally;
    private final List<Point> undisturbed;
    private final List<Strike> firsts;
    private int explored;
    private long pairs;
    private long possiblePairs;

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

    /**
     * Every fault at every point that the undisturbed scenario reaches; and after each, faults at
     * the points that are reached once it has struck.
     *
     * @param share of the pairs to run, 0 to 1, chosen by the seed
     */
    Stream<Runnable> singlesAndPairs(double share, long seed) {
        return firsts.stream().map(first -> () -> singleAndPairs(first, share, seed));
    }

    private void singleAndPairs(Strike first, double share, long seed) {
        var random = new Random(seed * 1_000_003 + first.point() * 31L + first.fault().ordinal());
        var seconds = strikes(explore(Plan.of(List.of(first))).trace(), first.point());
        possiblePairs += seconds.size();
        for (var second : seconds) {
            if (random.nextDouble() < share) {
                explore(Plan.of(List.of(first, second)));
                pairs++;
            }
        }
        explored++;
    }

    /** First faults whose pairs were run, as far as they were to be. */
    int explored() {
        return explored;
    }

    /** Pairs of faults that were run. */
    long pairs() {
        return pairs;
    }

    /** All pairs of faults, as far as their first one was run. */
    long possiblePairs() {
        return possiblePairs;
    }

    /** Schedules by seed. */
    Stream<Runnable> random(long firstSeed, long count) {
        return LongStream.range(firstSeed, firstSeed + count)
                .mapToObj(seed -> () -> explore(new RandomPlan(seed)));
    }

    private World explore(Plan plan) {
        var world = new World(scenario, plan).run();
        tally.add(world, Verdict.of(world));
        return world;
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
