package io.spillway.pipeline.attempt;

import io.spillway.pipeline.work.Failure;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Whether an attempt must stop now: its host stops, its time is up, or another host has taken over.
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

    StopSignal(Host host, Claim claim, Clock clock) {
        this.host = host;
        this.claim = claim;
        this.clock = clock;
    }

    void check() throws Stopped {
        if (claim.isLost() || reason().isPresent()) {
            throw new Stopped("The attempt was asked to stop.");
        }
    }

    /** Why the host wants the attempt to end; empty if it doesn't. */
    Optional<Failure> reason() {
        var item = claim.newest().item();
        if (host.isStopping()) {
            return Optional.of(
                    new Failure(
                            Failure.Kind.STOPPED,
                            "Stopped phase %s on %s: its host was told to stop. Another attempt follows."
                                    .formatted(item.phase(), item.input().location())));
        }
        if (!clock.instant().isBefore(host.deadline())) {
            return Optional.of(
                    new Failure(
                            Failure.Kind.DEADLINE,
                            "Stopped phase %s on %s: the function's time was nearly over at %s. Batch takes over where the phase allows it."
                                    .formatted(
                                            item.phase(),
                                            item.input().location(),
                                            host.deadline())));
        }
        return Optional.empty();
    }
}
