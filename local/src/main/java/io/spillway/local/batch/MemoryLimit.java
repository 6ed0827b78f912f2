package io.spillway.local.batch;

import java.time.Duration;

/**
 * Holds a container to the memory it asked for: looks at what its processes hold, and kills them
 * all when it is too much.
 *
 * <p>A real container's memory is limited at every moment. Here, a peak that is shorter than the
 * time between two looks passes.
 */
final class MemoryLimit {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int KILLED = 137;

    private final ProcessHandle first;
    private final long bytes;
    private final Runnable kill;
    private final KernelKills kernel;
    private final long killsBefore;
    private volatile boolean exceeded;

    private MemoryLimit(ProcessHandle first, long bytes, Runnable kill, KernelKills kernel) {
        this.first = first;
        this.bytes = bytes;
        this.kill = kill;
        this.kernel = kernel;
        this.killsBefore = kernel.count();
    }

    /**
     * Watches until the first process has ended.
     *
     * @param kill ends the container
     */
    static MemoryLimit watch(ProcessHandle first, long bytes, Runnable kill, KernelKills kernel) {
        var limit = new MemoryLimit(first, bytes, kill, kernel);
        Thread.ofVirtual().name("memory-" + first.pid()).start(limit::run);
        return limit;
    }

    private void run() {
        try {
            while (first.isAlive()) {
                if (MemoryUse.ofTree(first) > bytes) {
                    exceeded = true;
                    kill.run();
                    return;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether a container that ended with this status was killed for its memory: by this limit, or
     * by the kernel, as far as that tells.
     */
    boolean isWhatKilled(int exitCode) {
        return exitCode == KILLED && (exceeded || kernel.count() > killsBefore);
    }
}
