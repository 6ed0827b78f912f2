package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectLocation;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A host's hold on a work item. Its number is a fence: once another host has taken the next one,
 * nothing can be recorded through this claim any more. Safe for use by the attempt and its
 * heartbeat.
 */
final class Claim {

    private final Ledger ledger;
    private final Clock clock;
    private final int fence;
    private final ReentrantLock lock = new ReentrantLock();
    private Entry newest;
    private Optional<Entry> inDoubt = Optional.empty();
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

    Entry newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    boolean isLost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
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
    boolean advance(State state, Optional<ObjectLocation> checkpoint) throws IOException {
        lock.lock();
        try {
            if (lost || (inDoubt.isPresent() && !append(inDoubt.get()))) {
                return false;
            }
            return append(
                    newest.next(clock.instant(), newest.writer(), state)
                            .withCheckpoint(checkpoint));
        } finally {
            lock.unlock();
        }
    }

    /**
     * An entry whose answer was lost may be there. Appending it again tells; taking its number for
     * the next entry would look like another host's doing.
     */
    private boolean append(Entry entry) throws IOException {
        inDoubt = Optional.of(entry);
        if (!ledger.append(entry)) {
            lost = true;
            return false;
        }
        inDoubt = Optional.empty();
        newest = entry;
        return true;
    }

    /** Prolongs the lease. Does nothing once the work item is past working on it. */
    void renew(Duration lease) throws IOException {
        lock.lock();
        try {
            if (newest.state() instanceof State.Claimed(var worker, var _)) {
                advance(new State.Claimed(worker, clock.instant().plus(lease)));
            }
        } finally {
            lock.unlock();
        }
    }
}
