package io.spillway.local.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far an attempt is and how fast it goes, from what it tells of itself.
 *
 * @param from when it began, with nothing done
 * @param at when it last told
 * @param done in the unit of {@code total}
 * @param total 0 where it isn't known
 */
record Pace(Instant from, Instant at, long done, long total) {

    /** An attempt that has just begun. */
    static Pace begun(Instant at) {
        return new Pace(at, at, 0, 0);
    }

    /** After the attempt told more. What it told before counts no more if it is told late. */
    Pace told(Instant time, long nowDone, long nowTotal) {
        return nowDone < done ? this : new Pace(from, time, nowDone, nowTotal);
    }

    /** 0 to 1; empty where the total isn't known. */
    OptionalDouble share() {
        return total <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.clamp((double) done / total, 0, 1));
    }

    /** Units per second since the attempt began; empty until there is something to divide. */
    OptionalDouble perSecond() {
        var millis = Duration.between(from, at).toMillis();
        return millis <= 0 || done <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(done * 1000.0 / millis);
    }

    /** How long the rest takes at this rate, seen from {@code now}. */
    Optional<Duration> remaining(Instant now) {
        var rate = perSecond();
        if (rate.isEmpty() || total < done) {
            return Optional.empty();
        }
        var end = at.plusMillis((long) ((total - done) * 1000 / rate.getAsDouble()));
        return Optional.of(end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO);
    }
}
