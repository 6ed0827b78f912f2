package io.spillway.local.bench;

import java.lang.management.ManagementFactory;

/** Watches how much of the heap is in use, every few milliseconds, garbage included. */
final class HeapPeak implements AutoCloseable {

    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final Thread thread;
    private volatile long most;

    private HeapPeak() {
        thread = Thread.ofPlatform().daemon().name("heap-peak").unstarted(this::watch);
    }

    static HeapPeak watching() {
        var peak = new HeapPeak();
        peak.thread.start();
        return peak;
    }

    private void watch() {
        try {
            while (true) {
                most = Math.max(most, used());
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes in use once everything that is garbage now is gone. */
    static long afterCollection() {
        System.gc();
        return used();
    }

    /** The most bytes that were in use at a look. */
    long most() {
        return most;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
