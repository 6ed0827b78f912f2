package io.spillway.local.batch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Containers that end when a test says so, and remember what was done to them. */
final class ScriptedRuntime implements ContainerRuntime {

    /** A container that nothing runs in. */
    static final class Container implements RunningContainer {
        private static final AtomicLong IDS = new AtomicLong(1_000_000);

        final ContainerSpec spec;
        final List<String> signals = new CopyOnWriteArrayList<>();
        private final long id = IDS.incrementAndGet();
        private final CompletableFuture<ContainerExit> exit = new CompletableFuture<>();

        private Container(ContainerSpec spec) {
            this.spec = spec;
        }

        void exit(int code) {
            exit.complete(new ContainerExit(code, false));
        }

        void runOutOfMemory() {
            exit.complete(new ContainerExit(137, true));
        }

        @Override
        public long processId() {
            return id;
        }

        @Override
        public Optional<Instant> processStartedAt() {
            return Optional.of(Instant.EPOCH);
        }

        @Override
        public ContainerExit await() {
            return exit.join();
        }

        @Override
        public void stop(Duration grace) {
            signals.add("TERM, KILL after " + grace.toSeconds() + " s");
            exit(143);
        }

        @Override
        public void kill() {
            signals.add("KILL");
            exit(137);
        }
    }

    /** Whether containers end by themselves, successfully and at once. */
    private final boolean instant;

    final List<Remains> killed = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Container> started = new LinkedBlockingQueue<>();
    private final CountDownLatch mayStart = new CountDownLatch(1);
    private volatile String held = "";

    ScriptedRuntime() {
        this(false);
    }

    private ScriptedRuntime(boolean instant) {
        this.instant = instant;
    }

    static ScriptedRuntime instant() {
        return new ScriptedRuntime(true);
    }

    /** The next container that was started, in the order in which they were. */
    Container next() throws InterruptedException {
        var container = started.poll(60, TimeUnit.SECONDS);
        if (container == null) {
            throw new AssertionError("No container was started.");
        }
        return container;
    }

    /** From now on a container of this image is under way when {@link #start} still is. */
    void holdStarts(String image) {
        held = image;
    }

    /** Lets {@link #start} return for all that are held. */
    void letStart() {
        mayStart.countDown();
    }

    boolean hasStartedAnother() {
        return !started.isEmpty();
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        if (spec.image().equals("absent")) {
            throw new ImageNotFound("image absent not found");
        }
        if (spec.image().equals("broken")) {
            throw new IOException("no such program");
        }
        var container = new Container(spec);
        started.add(container);
        if (instant) {
            container.exit(0);
        }
        if (spec.image().equals(held)) {
            awaitLeave();
        }
        return container;
    }

    private void awaitLeave() throws IOException {
        try {
            mayStart.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while a start was held.");
        }
    }

    @Override
    public void killRemains(Remains remains) {
        killed.add(remains);
    }
}
