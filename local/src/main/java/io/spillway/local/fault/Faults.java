package io.spillway.local.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * When the stand-ins misbehave. The same seed gives the same sequence of answers; safe for use by
 * many threads, whose interleaving then decides who gets which answer.
 */
public final class Faults {

    private final Map<FaultKind, Double> rates;
    private final SplittableRandom random;

    private Faults(Map<FaultKind, Double> rates, long seed) {
        this.rates = rates.isEmpty() ? Map.of() : new EnumMap<>(rates);
        this.random = new SplittableRandom(seed);
    }

    public static Faults none() {
        return new Faults(Map.of(), 0);
    }

    /**
     * @param rates how often each kind strikes, from 0 (never) to 1 (always); a kind left out never
     *     does
     * @throws IllegalArgumentException if a rate is out of bounds
     */
    public static Faults seeded(long seed, Map<FaultKind, Double> rates) {
        rates.forEach(
                (kind, rate) -> {
                    if (!(rate >= 0 && rate <= 1)) {
                        throw new IllegalArgumentException(
                                "Fault %s has the rate %s: expected 0 (never) to 1 (always)."
                                        .formatted(kind, rate));
                    }
                });
        return new Faults(rates, seed);
    }

    /** Whether a fault of this kind happens now. */
    public boolean strikes(FaultKind kind) {
        var rate = rates.getOrDefault(kind, 0.0);
        if (rate == 0) {
            return false;
        }
        synchronized (this) {
            return random.nextDouble() < rate;
        }
    }

    /** A number from 0 to {@code bound} - 1, for how late, how long, which one. */
    public synchronized int pick(int bound) {
        return random.nextInt(bound);
    }
}
