package io.spillway.pipeline.attempt;

import io.spillway.pipeline.work.Resources;
import io.spillway.pipeline.work.Steps;
import io.spillway.pipeline.work.Usage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures what one attempt uses. Told of its steps by the thread of the stage, of waiting and of
 * memory by any.
 */
final class AttemptUsage {

    /** Something that is waited for. */
    @FunctionalInterface
    interface Waiting<T> {
        T get() throws IOException;
    }

    private final Host host;
    private final Clock clock;
    private final Instant claimed;
    private final Optional<Duration> processorBefore;
    private final LongAdder waited = new LongAdder();
    private final AtomicLong programs = new AtomicLong();
    private volatile Optional<Instant> stageBegan = Optional.empty();
    private volatile Optional<Instant> stageEnded = Optional.empty();

    /** Begins to measure. */
    AttemptUsage(Host host, Clock clock, Instant claimed) {
        this.host = host;
        this.clock = clock;
        this.claimed = claimed;
        this.processorBefore = host.processorTime();
    }

    void stageBegins() {
        stageBegan = Optional.of(clock.instant());
    }

    void stageEnds() {
        stageEnded = Optional.of(clock.instant());
    }

    /** Waits for bytes of the input. */
    <T> T reading(Waiting<T> bytes) throws IOException {
        var began = clock.instant();
        try {
            return bytes.get();
        } finally {
            waited.add(Duration.between(began, clock.instant()).toNanos());
        }
    }

    /**
     * @param bytes that the programs of the stage hold
     */
    void programsHold(long bytes) {
        programs.accumulateAndGet(bytes, Math::max);
        host.programsHold(bytes);
    }

    /**
     * What was used until now: at the latest when all outputs are stored, or when the attempt has
     * failed.
     */
    Usage untilNow(long bytesRead, long bytesWritten) {
        var now = clock.instant();
        return new Usage(
                claimed,
                Duration.between(claimed, now),
                bytesRead,
                bytesWritten,
                resources(),
                Optional.of(steps(now)));
    }

    private Resources resources() {
        var processor =
                processorBefore.flatMap(
                        before -> host.processorTime().map(after -> after.minus(before)));
        var held = programs.get();
        return new Resources(
                processor,
                host.peakMemory(),
                held > 0 ? OptionalLong.of(held) : OptionalLong.empty());
    }

    private Steps steps(Instant now) {
        var began = stageBegan.orElse(now);
        var ended = stageEnded.orElse(now);
        var stage = Duration.between(began, ended);
        var read = Duration.ofNanos(Math.min(waited.sum(), Math.max(0, stage.toNanos())));
        return new Steps(
                Duration.between(claimed, began),
                read,
                stage.minus(read),
                Duration.between(ended, now),
                Optional.empty());
    }
}
