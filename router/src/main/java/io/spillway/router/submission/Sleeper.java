package io.spillway.router.submission;

import java.time.Duration;

/** How a thread waits. */
@FunctionalInterface
public interface Sleeper {

    /** In real time. */
    Sleeper REAL = Thread::sleep;

    /**
     * @param duration more than zero
     */
    void sleep(Duration duration) throws InterruptedException;
}
