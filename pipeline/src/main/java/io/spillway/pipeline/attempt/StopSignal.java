package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether an attempt must stop now: its host stops, it met a limit, or another host has taken over.
 *
 * <p>Once there is a reason to stop it stays. Safe for use by the stage and the attempt that
 * watches it.
 */
final class StopSignal {

    /** Stops a stage's reading and writing; never mistaken for trouble with a store. */
    static final class Stopped extends InterruptedIOException {
        Stopped(String message) {
            super(message);
        }
    }

    private final Host host;
    private final Claim claim;
    private final Clock clock;
    private final Phase phase;
    private final Limits limits;
    private final Scratch scratch;
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<Failure> reason = new AtomicReference<>();
    private volatile boolean over;

    StopSignal(Host host, Claim claim, Clock clock, Phase phase, Scratch scratch) {
        this.host = host;
        this.claim = claim;
        this.clock = clock;
        this.phase = phase;
        this.limits = host.limits(phase, claim.newest().item());
        this.scratch = scratch;
    }

    Limits limits() {
        return limits;
    }

    /** For the stage: throws if it is to stop. Takes no measurements. */
    void check() throws Stopped {
        if (over || claim.isLost() || isToStop(0, 0)) {
            throw new Stopped("The attempt was asked to stop.");
        }
    }

    /** For the stage: counts bytes on their way to an output, and throws if it is to stop. */
    void countWritten(long bytes) throws Stopped {
        written.addAndGet(bytes);
        check();
    }

    /** For the attempt: looks at everything, and tells whether the stage is to stop. */
    boolean look() {
        return claim.isLost()
                || isToStop(host.memory().inUseBeyond(limits.memory()).orElse(0), scratchUsed());
    }

    private long scratchUsed() {
        try {
            return limits.scratch() == Long.MAX_VALUE ? 0 : scratch.usedByAll();
        } catch (IOException e) {
            // Files come and go while others are counted: the next look counts again.
            return 0;
        }
    }

    /** For the attempt: from now on nothing is read or written, whatever the stage tries. */
    void end() {
        over = true;
    }

    /** Why the host wants the attempt to end; empty if it doesn't. */
    Optional<Failure> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** What to say of a stage that took all the memory there is. */
    Failure outOfMemory(OutOfMemoryError error) {
        var excess =
                new Limits.Excess(
                        Failure.Kind.MEMORY,
                        "it ran out of memory (%s)".formatted(error.getMessage()));
        return stopped(excess);
    }

    private boolean isToStop(long memory, long scratchSpace) {
        if (reason.get() == null) {
            if (host.isStopping()) {
                reason.compareAndSet(null, hostStops());
            }
            var used = new Limits.Used(clock.instant(), memory, scratchSpace, written.get());
            limits.exceededBy(used)
                    .ifPresent(excess -> reason.compareAndSet(null, stopped(excess)));
        }
        return reason.get() != null;
    }

    private Failure hostStops() {
        var item = claim.newest().item();
        return new Failure(
                Failure.Kind.STOPPED,
                "Stopped phase %s on %s: its host was told to stop. Another attempt follows."
                        .formatted(item.phase(), item.input().location()));
    }

    private Failure stopped(Limits.Excess excess) {
        WorkItem item = claim.newest().item();
        return new Failure(
                excess.kind(),
                "Stopped phase %s on %s: %s; %s"
                        .formatted(
                                item.phase(),
                                item.input().location(),
                                excess.what(),
                                whatFollows(excess.kind())));
    }

    private String whatFollows(Failure.Kind kind) {
        return switch (host.worker()) {
            case Worker.Invocation _ when phase.batch().isPresent() -> "it goes on in Batch.";
            case Worker.Invocation _ ->
                    "the phase has no Batch to go on in. Give it \"batch\", or smaller inputs.";
            case Worker.JobAttempt _ ->
                    "the job is too small. Give the phase more %s under \"batch\"."
                            .formatted(
                                    switch (kind) {
                                        case MEMORY -> "memory";
                                        case SCRATCH -> "disk";
                                        default -> "time";
                                    });
        };
    }
}
