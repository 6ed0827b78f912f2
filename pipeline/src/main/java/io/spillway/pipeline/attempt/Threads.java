package io.spillway.pipeline.attempt;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How an attempt waits, and what its stage and its uploads run on. A simulation that makes its own
 * time has its own.
 */
public interface Threads {

    /**
     * By the machine's own clock, and stages on platform threads. No virtual ones: these give way
     * only where they wait, and a stage that never does would take a processor from all others, the
     * attempt that watches it among them.
     */
    Threads REAL =
            new Threads() {
                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    Thread.sleep(duration);
                }

                @Override
                public Thread startStage(String name, Runnable stage) {
                    return Thread.ofPlatform().daemon().name(name).start(stage);
                }

                @Override
                public ThreadFactory uploads() {
                    return Thread.ofVirtual().factory();
                }

                @Override
                public void await(Collection<? extends Future<?>> tasks, Duration most)
                        throws InterruptedException {
                    var deadline = System.nanoTime() + most.toNanos();
                    for (var task : tasks) {
                        try {
                            task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                        } catch (TimeoutException | ExecutionException e) {
                            // Whoever waits looks which have ended, and how.
                            continue;
                        }
                    }
                }
            };

    void sleep(Duration duration) throws InterruptedException;

    Thread startStage(String name, Runnable stage);

    /** Makes the threads that store outputs in the background. */
    ThreadFactory uploads();

    /** Returns when all of these have ended, however they did, or when the time is over. */
    void await(Collection<? extends Future<?>> tasks, Duration most) throws InterruptedException;
}
