package io.spillway.legacy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that stands still until a test lets some of it pass, however long a program takes. */
final class HeldTime implements LongSupplier {

    private final AtomicLong nanos = new AtomicLong(1_000);

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
