package io.spillway.router;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Names that nobody else ever gives, also not a function restored from the same snapshot: the
 * generator behind them is made when a name is first needed and forgotten at {@link #renew}. Safe
 * for many threads.
 */
final class WriterNames implements Supplier<String> {

    private final Supplier<? extends RandomGenerator> generators;
    private RandomGenerator generator;

    /**
     * @param generators gives one that nobody can foretell, each time from a fresh seed
     */
    WriterNames(Supplier<? extends RandomGenerator> generators) {
        this.generators = generators;
    }

    @Override
    public synchronized String get() {
        if (generator == null) {
            generator = generators.get();
        }
        return new UUID(generator.nextLong(), generator.nextLong()).toString();
    }

    /** From now on names come from a new generator. */
    synchronized void renew() {
        generator = null;
    }
}
