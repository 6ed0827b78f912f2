package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.work.Failure;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an attempt may use. {@link Long#MAX_VALUE} where there is no limit.
 *
 * @param deadline when it must have given up, so that there is time to say so
 * @param memory of the whole process, in bytes in use after a collection
 * @param scratch of all attempts of the host together, in bytes
 * @param written to outputs, in bytes
 * @param grace how long a stage that is told to stop has until the attempt goes on without it
 */
public record Limits(Instant deadline, long memory, long scratch, long written, Duration grace) {

    /** Long enough for a request under way to end, short enough for the reserve of a function. */
    public static final Duration GRACE = Duration.ofSeconds(1);

    /**
     * What an attempt has used at a moment.
     *
     * @param memory 0 if it is surely below its limit
     */
    public record Used(Instant now, long memory, long scratch, long written) {}

    /** A limit that was met, as a part of a sentence. */
    public record Excess(Failure.Kind kind, String what) {}

    /** No limit but the time. */
    public static Limits until(Instant deadline) {
        return new Limits(deadline, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, GRACE);
    }

    /** The limit that stops the attempt, if any. A limit that is just reached stops nothing. */
    public Optional<Excess> exceededBy(Used used) {
        if (used.written() > written) {
            return excess(
                    Failure.Kind.EXPANSION,
                    "%s written, more than the %s that it takes inline",
                    used.written(),
                    written);
        }
        if (used.memory() > memory) {
            return excess(
                    Failure.Kind.MEMORY,
                    "%s of memory in use, more than the %s that are safe here",
                    used.memory(),
                    memory);
        }
        if (used.scratch() > scratch) {
            return excess(
                    Failure.Kind.SCRATCH,
                    "%s of scratch space in use, more than the %s there are",
                    used.scratch(),
                    scratch);
        }
        if (!used.now().isBefore(deadline)) {
            return Optional.of(
                    new Excess(
                            Failure.Kind.DEADLINE,
                            "the time it has here is nearly over, at %s".formatted(deadline)));
        }
        return Optional.empty();
    }

    private static Optional<Excess> excess(
            Failure.Kind kind, String form, long used, long allowed) {
        return Optional.of(
                new Excess(kind, form.formatted(new ByteSize(used), new ByteSize(allowed))));
    }
}
