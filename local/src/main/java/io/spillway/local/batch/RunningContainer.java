package io.spillway.local.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A container that was started. Safe for use by many threads. */
public interface RunningContainer {

    /** The number of its first process. */
    long processId();

    /** When that process started, to tell it from a later one with the same number. */
    Optional<Instant> processStartedAt();

    /** Waits until it ended and nothing it started is left. */
    ContainerExit await() throws InterruptedException;

    /**
     * Asks it to stop (SIGTERM) and kills it if it hasn't stopped after {@code grace}. Returns when
     * it has ended.
     */
    void stop(Duration grace) throws InterruptedException;

    /** Ends it and everything it started, at once. */
    void kill();
}
