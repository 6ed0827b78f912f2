package io.spillway.local.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Faults, latencies and batches by a seed. */
final class RandomPlan implements Plan {

    /** Fewer than a job has attempts, so that none fails for having been struck too often. */
    static final int MOST_FAULTS = 9;

    private static final double[] RATES = {0.01, 0.03, 0.1};

    private final long seed;
    private final Random random;
    private final double rate;
    private int faults;

    RandomPlan(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.rate = RATES[random.nextInt(RATES.length)];
    }

    @Override
    public Optional<Fault> at(Point point) {
        if (faults == MOST_FAULTS || random.nextDouble() >= rate) {
            return Optional.empty();
        }
        faults++;
        var possible = point.kind().faults().toArray(new Fault[0]);
        return Optional.of(possible[random.nextInt(possible.length)]);
    }

    /** Mostly as usual, at times a hundred times as long. */
    @Override
    public Duration latency() {
        return Duration.ofMillis(
                random.nextInt(20) == 0 ? random.nextInt(1_000) : 1 + random.nextInt(20));
    }

    @Override
    public int batchSize() {
        return 1 + random.nextInt(3);
    }

    @Override
    public int submissionsTogether() {
        return random.nextBoolean() ? 1 + random.nextInt(2) : MOST_SUBMISSIONS;
    }

    @Override
    public String spelling() {
        return "seed=" + seed;
    }
}
