package io.spillway.pipeline.attempt;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How an attempt waits and starts its stage. A simulation that makes its own time has its own. */
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
                public void await(Future<?> stage, Duration most) throws InterruptedException {
                    try {
                        stage.get(most.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (TimeoutException | ExecutionException e) {
                        // Whoever waits looks whether it has ended, and how.
                        return;
                    }
                }
            };

    void sleep(Duration duration) throws InterruptedException;

    Thread startStage(String name, Runnable stage);

    /** Returns when a stage has ended, however it did, or when the time is over. */
    void await(Future<?> stage, Duration most) throws InterruptedException;
}
