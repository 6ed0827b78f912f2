package io.spillway.pipeline.attempt;

import java.time.Duration;

/** Lets time pass. A test that makes its own time gives its own. */
@FunctionalInterface
public interface Sleeper {

    /** By the machine's own clock. */
    Sleeper REAL = Thread::sleep;

    void sleep(Duration duration) throws InterruptedException;
}
