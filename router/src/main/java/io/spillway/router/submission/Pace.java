package io.spillway.router.submission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets calls through at an even rate. Safe for use by many threads. */
final class Pace {

    private final Duration interval;
    private final Clock clock;
    private final Sleeper sleeper;
    private Instant next = Instant.MIN;

    /**
     * @param perSecond most calls in a second, at least 1
     */
    Pace(int perSecond, Clock clock, Sleeper sleeper) {
        this.interval = Duration.ofSeconds(1).dividedBy(perSecond);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Returns when the next call may be made. Each return allows one. */
    void await() throws InterruptedException {
        var wait = reserve();
        if (wait.isPositive()) {
            sleeper.sleep(wait);
        }
    }

    private synchronized Duration reserve() {
        var now = clock.instant();
        var mine = next.isAfter(now) ? next : now;
        next = mine.plus(interval);
        return Duration.between(now, mine);
    }
}
