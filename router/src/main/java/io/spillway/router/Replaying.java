package io.spillway.router;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.Replays;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.intake.IntakeMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Decides whether a work item is done once more. Asked twice for the same, it gives the same
 * repetition, of which the ledger takes one.
 */
final class Replaying {

    private static final Logger LOG = System.getLogger(Replaying.class.getName());

    private final Ledger ledger;
    private final String workBucket;

    Replaying(Ledger ledger, String workBucket) {
        this.ledger = ledger;
        this.workBucket = workBucket;
    }

    /** What is to be done. */
    sealed interface Decision {

        /** Let the repetition go the way that is decided anew. */
        record Route(WorkItem repetition) implements Decision {}

        /** Let the repetition go the way that the work item went. */
        record Repeat(WorkItem repetition, io.spillway.pipeline.routing.Route route)
                implements Decision {}

        /** Nothing. */
        record Refuse(String why) implements Decision {}
    }

    Decision decide(IntakeMessage.Replay asked) throws IOException {
        var ending = ending(asked.item());
        if (ending.isEmpty()) {
            return refused("Work item %s has not ended.".formatted(asked.item()));
        }
        var entry = ending.get();
        if (!(entry.state() instanceof State.Failed) && !asked.again()) {
            return refused("Work item %s did not fail.".formatted(asked.item()));
        }
        var repetition = Replays.after(entry.item());
        if (!entry.item().input().bucket().equals(workBucket)) {
            return new Decision.Route(repetition);
        }
        // A set that is taken together: what it holds was settled when it was whole.
        return switch (entry.route()) {
            case Route.Inline _, Route.Batch _ -> new Decision.Repeat(repetition, entry.route());
            case Route.Ignored(var reason) -> refused("It was never begun: " + reason);
            case Route.Rejected(var reason) -> refused("It was never begun: " + reason);
        };
    }

    private static Decision refused(String why) {
        LOG.log(Level.INFO, "Not done once more: {0}", why);
        return new Decision.Refuse(why);
    }

    private Optional<Entry> ending(String item) throws IOException {
        return ledger.history(item).reversed().stream()
                .filter(entry -> PhaseEvent.ending(entry).isPresent())
                .findFirst();
    }
}
