package io.spillway.local.batch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition in a test. */
final class Waiting {

    private Waiting() {}

    /** Returns as soon as the condition holds, and fails the test if it never does. */
    static void until(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited %s in vain: %s".formatted(limit, otherwise.get()));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
