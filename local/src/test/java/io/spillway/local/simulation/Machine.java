package io.spillway.local.simulation;

import io.spillway.pipeline.attempt.Threads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a host runs on: an execution environment of the function, or a container. */
final class Machine implements Threads {

    /** The end of a host. No code catches it, as no code runs after a {@code kill -9}. */
    static final class Died extends Error {
        Died(String host) {
            super(host, null, false, false);
        }
    }

    /** What the service that gave the machine notices of it. */
    interface Watcher {
        Watcher NONE =
                new Watcher() {
                    @Override
                    public void died() {}

                    @Override
                    public void froze() {}

                    @Override
                    public void ranOutOfMemory() {}
                };

        void died();

        void froze();

        void ranOutOfMemory();
    }

    /** A piece of its work. */
    @FunctionalInterface
    interface Work<T> {
        T happen() throws IOException;
    }

    private final String name;
    private final boolean container;
    private final Scheduler scheduler;
    private final Watcher watcher;
    private final Set<Thread> waiting = new LinkedHashSet<>();
    private final Instant begun;
    private Instant ended = Instant.MAX;
    private Instant frozenUntil = Instant.MIN;
    private boolean dead;
    private boolean done;
    private boolean hindered;
    private boolean unharmed;
    private boolean hasMemory = true;

    private Machine(String name, boolean container, Scheduler scheduler, Watcher watcher) {
        this.name = name;
        this.container = container;
        this.scheduler = scheduler;
        this.watcher = watcher;
        this.begun = scheduler.now();
    }

    static Machine ofFunction(String name, Scheduler scheduler) {
        return new Machine(name, false, scheduler, Watcher.NONE);
    }

    static Machine ofContainer(String name, Scheduler scheduler, Watcher watcher) {
        return new Machine(name, true, scheduler, watcher);
    }

    boolean isContainer() {
        return container;
    }

    /** Says whether it has the memory that its work takes. */
    void hasMemory(boolean enough) {
        hasMemory = enough;
    }

    boolean hasMemory() {
        return hasMemory;
    }

    /** Does something that no fault strikes. */
    <T> T unharmed(Work<T> work) throws IOException {
        unharmed = true;
        try {
            return work.happen();
        } finally {
            unharmed = false;
        }
    }

    boolean isUnharmed() {
        return unharmed;
    }

    String name() {
        return name;
    }

    /** Whether a fault kept it from cleaning up. */
    boolean isHindered() {
        return hindered;
    }

    void hinder() {
        hindered = true;
    }

    /** Its work is over: it can't die or freeze any more. */
    void done() {
        done = true;
        ended = scheduler.now();
    }

    /** Whether this machine's work began after the other's was over. */
    boolean cameAfter(Machine other) {
        return !begun.isBefore(other.ended);
    }

    /** Ends it, with all its threads. */
    void die() {
        if (!dead && !done) {
            end();
            watcher.died();
        }
    }

    /** Ends it, because its work takes more memory than it has. */
    void runOutOfMemory() {
        demandAlive();
        end();
        watcher.ranOutOfMemory();
        demandAlive();
    }

    private void end() {
        dead = true;
        ended = scheduler.now();
        hindered = true;
        waiting.forEach(LockSupport::unpark);
    }

    /** Lets it stand still, with all its threads. */
    void freeze(Duration duration) {
        frozenUntil = scheduler.now().plus(duration);
        watcher.froze();
    }

    void demandAlive() {
        if (dead) {
            throw new Died(name);
        }
    }

    /** Lets time pass for the calling thread, and whatever the machine stands still beyond that. */
    void pass(Duration duration) {
        var interrupted = false;
        var end = scheduler.now().plus(duration);
        while (scheduler.now().isBefore(end)) {
            interrupted |= await(end);
            demandAlive();
            end = frozenUntil.isAfter(end) ? frozenUntil : end;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link Thread#sleep(Duration)}, by the simulation's time. */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        waitFor(duration, () -> false);
    }

    @Override
    public Thread startStage(String stageName, Runnable stage) {
        return Thread.ofVirtual().name(stageName).start(wakingOthers(stage));
    }

    @Override
    public ThreadFactory uploads() {
        return upload -> Thread.ofVirtual().unstarted(wakingOthers(upload));
    }

    /** Who waits for the end of this looks again once it has come. */
    private Runnable wakingOthers(Runnable task) {
        return () -> {
            task.run();
            waiting.forEach(LockSupport::unpark);
        };
    }

    @Override
    public void await(Collection<? extends Future<?>> tasks, Duration most)
            throws InterruptedException {
        waitFor(most, () -> tasks.stream().allMatch(Future::isDone));
    }

    /** Waits no longer than a while, and while the machine stands still. */
    private void waitFor(Duration most, BooleanSupplier isOver) throws InterruptedException {
        var end = scheduler.now().plus(most);
        while (scheduler.now().isBefore(frozenUntil)
                || scheduler.now().isBefore(end) && !isOver.getAsBoolean()) {
            if (await(frozenUntil.isAfter(end) ? frozenUntil : end)) {
                throw new InterruptedException();
            }
            demandAlive();
        }
    }

    /** Waits once; returns whether the thread was interrupted. */
    private boolean await(Instant until) {
        var thread = Thread.currentThread();
        scheduler.after(Duration.between(scheduler.now(), until), () -> LockSupport.unpark(thread));
        waiting.add(thread);
        LockSupport.park();
        waiting.remove(thread);
        return Thread.interrupted();
    }
}
