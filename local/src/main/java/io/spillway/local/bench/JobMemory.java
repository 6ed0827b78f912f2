package io.spillway.local.bench;

import io.spillway.local.batch.ContainerExit;
import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.RunningContainer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Runs containers and watches how much memory each one's process takes. */
final class JobMemory implements ContainerRuntime {

    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final ContainerRuntime containers;
    private final AtomicLong most = new AtomicLong();
    private volatile String heap = "";

    JobMemory(ContainerRuntime containers) {
        this.containers = containers;
    }

    /** The most bytes that any process had since the last call; 0 where nothing tells. */
    long takeMost() {
        return most.getAndSet(0);
    }

    /**
     * The most heap that the last process may take, as its command line says; "" where it doesn't.
     */
    String heap() {
        return heap;
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        var container = containers.start(spec);
        heap = ProcessMemory.heap(container.processId());
        return new Watched(container, Thread.ofVirtual().start(() -> watch(container)));
    }

    @Override
    public void killRemains(Remains remains) {
        containers.killRemains(remains);
    }

    private void watch(RunningContainer container) {
        try {
            while (true) {
                ProcessMemory.peak(container.processId())
                        .ifPresent(bytes -> most.accumulateAndGet(bytes, Math::max));
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Watched(RunningContainer container, Thread watcher) implements RunningContainer {

        @Override
        public long processId() {
            return container.processId();
        }

        @Override
        public Optional<Instant> processStartedAt() {
            return container.processStartedAt();
        }

        @Override
        public ContainerExit await() throws InterruptedException {
            try {
                return container.await();
            } finally {
                watcher.interrupt();
            }
        }

        @Override
        public void stop(Duration grace) throws InterruptedException {
            container.stop(grace);
        }

        @Override
        public void kill() {
            container.kill();
        }
    }
}
