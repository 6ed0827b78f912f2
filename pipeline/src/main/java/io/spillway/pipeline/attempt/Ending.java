package io.spillway.pipeline.attempt;

import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;

/**
 * Tells the world how work items ended.
 *
 * <p>Recording comes first, publishing second, and a last entry says that it was published. A crash
 * in between is healed by whoever meets the work item next: the event goes out again, under the
 * same id.
 */
public final class Ending {

    private static final Logger LOG = System.getLogger(Ending.class.getName());

    private final Ledger ledger;
    private final Events events;
    private final Clock clock;

    public Ending(Ledger ledger, Events events, Clock clock) {
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Records an ending and announces it.
     *
     * @return whether this ending was recorded; false if another entry has its number
     */
    public boolean end(Entry ending) throws IOException {
        if (!ledger.append(ending)) {
            return false;
        }
        announce(ending);
        return true;
    }

    /** Publishes an ending that is recorded already. */
    public void announce(Entry ending) throws IOException {
        var event =
                PhaseEvent.ending(ending)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "State %s ends no work item."
                                                        .formatted(ending.state().word())));
        log(ending.state());
        events.publish(List.of(event));
        // Whoever else announced it at the same time wrote the same entry; either will do.
        ledger.append(ending.next(clock.instant(), ending.writer(), new State.Announced()));
    }

    private static void log(State ending) {
        if (ending instanceof State.Failed(var failure, var _)) {
            LOG.log(Level.INFO, "Failed, {0}: {1}", failure.kind().word(), failure.message());
        } else {
            LOG.log(Level.DEBUG, "Ended {0}", ending.word());
        }
    }
}
