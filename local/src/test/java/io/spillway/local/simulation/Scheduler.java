package io.spillway.local.simulation;

import io.spillway.pipeline.memory.TestClock;

import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs virtual threads one at a time on the thread that made it, in an order that depends on
 * nothing but what they do; and makes time, which passes only while all of them wait.
 *
 * <p>A virtual thread hands its scheduler on to those it starts. So all threads that production
 * code starts on the way, for messages, uploads or heartbeats, run here too, and none of it has to
 * be told. The JDK gives virtual threads a scheduler by a constructor that isn't public: {@code
 * --add-opens java.base/java.lang=ALL-UNNAMED} opens it.
 */
final class Scheduler {

    private record Planned(Instant at, long sequence, Runnable action) {}

    private static final Constructor<?> VIRTUAL_THREAD = constructor();

    private final Thread carrier = Thread.currentThread();
    private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Planned> agenda =
            new PriorityQueue<>(
                    Comparator.comparing(Planned::at).thenComparingLong(Planned::sequence));
    private final Executor executor = this::execute;
    private final TestClock clock = new TestClock();
    private long sequence;
    private volatile boolean disturbed;
    private boolean stopped;

    private static Constructor<?> constructor() {
        try {
            var constructor =
                    Class.forName("java.lang.VirtualThread")
                            .getDeclaredConstructor(
                                    Executor.class, String.class, int.class, Runnable.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "Cannot give virtual threads a scheduler on Java %s. Run with --add-opens java.base/java.lang=ALL-UNNAMED; should the constructor be gone, find what replaced it."
                            .formatted(Runtime.version()),
                    e);
        }
    }

    Clock clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Starts a virtual thread. It runs once this thread is in {@link #run}. */
    void start(String name, Runnable body) {
        try {
            ((Thread) VIRTUAL_THREAD.newInstance(executor, name, 0, body)).start();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot start virtual thread " + name + ".", e);
        }
    }

    /** Has something done once this much time has passed. What is planned first is done first. */
    void after(Duration delay, Runnable action) {
        agenda.add(new Planned(now().plus(delay), sequence++, action));
    }

    /** Leaves all that is left undone. */
    void stop() {
        stopped = true;
    }

    /**
     * Runs until nothing is left to do.
     *
     * @throws IllegalStateException if a thread of the JDK took part in the order
     */
    void run() {
        while (!stopped) {
            var next = ready.poll();
            if (next != null) {
                next.run();
            } else if (agenda.isEmpty()) {
                break;
            } else {
                var planned = agenda.poll();
                clock.advance(Duration.between(now(), planned.at()));
                planned.action().run();
            }
        }
        if (disturbed) {
            throw new IllegalStateException(
                    "A virtual thread was woken from outside: it waited for a monitor or slept in"
                        + " real time. Use a lock and the Sleeper instead, so that schedules can be"
                        + " replayed.");
        }
    }

    private void execute(Runnable step) {
        var thread = Thread.currentThread();
        if (thread != carrier && !thread.isVirtual()) {
            disturbed = true;
        }
        ready.add(step);
    }
}
