package io.spillway.pipeline.attempt;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The Java heap.
 *
 * <p>What is in use includes garbage, and only a collection tells how much. So where the heap looks
 * too full, one is asked for. Collections by this class take a tenth of the time at most. The
 * management beans know the same, but loading them takes some 60 ms of CPU, and a function's start
 * is short.
 */
public final class HeapMemory implements Memory {

    /** Time between collections, in units of the time that the last one took. */
    private static final int SPARING = 9;

    private final LongSupplier used;
    private final Runnable collect;
    private final LongSupplier nanoseconds;
    private long notBefore = Long.MIN_VALUE;

    /**
     * @param used bytes of the heap, garbage included
     * @param nanoseconds a clock that never goes back
     */
    HeapMemory(LongSupplier used, Runnable collect, LongSupplier nanoseconds) {
        this.used = used;
        this.collect = collect;
        this.nanoseconds = nanoseconds;
    }

    /** The heap of this process. */
    public static HeapMemory ofThisProcess() {
        var runtime = Runtime.getRuntime();
        return new HeapMemory(
                () -> runtime.totalMemory() - runtime.freeMemory(), System::gc, System::nanoTime);
    }

    @Override
    public OptionalLong inUseBeyond(long limit) {
        return used.getAsLong() > limit ? collected(limit) : OptionalLong.empty();
    }

    private synchronized OptionalLong collected(long limit) {
        var start = nanoseconds.getAsLong();
        if (start < notBefore || used.getAsLong() <= limit) {
            return OptionalLong.empty();
        }
        collect.run();
        var end = nanoseconds.getAsLong();
        notBefore = end + SPARING * (end - start);
        var left = used.getAsLong();
        return left > limit ? OptionalLong.of(left) : OptionalLong.empty();
    }
}
