package io.spillway.local.batch;

import java.time.Clock;

/** A token bucket: as many submits as it holds at once, and then as many per second. */
final class SubmitRate {

    private final Clock clock;
    private final int perSecond;
    private double tokens;
    private long filledAt;

    SubmitRate(Clock clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.filledAt = clock.millis();
    }

    /** Takes one token; false if there is none. */
    synchronized boolean admits() {
        var now = clock.millis();
        tokens = Math.min(perSecond, tokens + Math.max(0, now - filledAt) * perSecond / 1000.0);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
