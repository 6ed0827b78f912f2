package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectLocation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A host's hold on a work item. Its number is a fence: once another host has taken the next one,
 * nothing can be recorded through this claim any more. Safe for use by the attempt and its
 * heartbeat.
 */
final class Claim {

    private final Ledger ledger;
    private final Clock clock;
    private final int fence;
    private Entry newest;
    private boolean lost;

    Claim(Ledger ledger, Clock clock, Entry claimed) {
        this.ledger = ledger;
        this.clock = clock;
        this.fence = claimed.number();
        this.newest = claimed;
    }

    /** The number of the entry by which the work item was claimed. */
    int fence() {
        return fence;
    }

    synchronized Entry newest() {
        return newest;
    }

    synchronized boolean isLost() {
        return lost;
    }

    /**
     * Records what comes next.
     *
     * @return whether it was recorded; if not, the claim is lost for good
     */
    boolean advance(State state) throws IOException {
        return advance(state, newest().checkpoint());
    }

    /** As {@link #advance(State)}, with a checkpoint for the next attempt instead of the last. */
    synchronized boolean advance(State state, Optional<ObjectLocation> checkpoint)
            throws IOException {
        if (lost) {
            return false;
        }
        var entry = newest.next(clock.instant(), newest.writer(), state).withCheckpoint(checkpoint);
        if (!ledger.append(entry)) {
            lost = true;
            return false;
        }
        newest = entry;
        return true;
    }

    /** Prolongs the lease. Does nothing once the work item is past working on it. */
    synchronized void renew(Duration lease) throws IOException {
        if (newest.state() instanceof State.Claimed(var worker, var _)) {
            advance(new State.Claimed(worker, clock.instant().plus(lease)));
        }
    }
}
