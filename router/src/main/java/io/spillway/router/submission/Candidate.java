package io.spillway.router.submission;

import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import java.time.Instant;
import java.util.Optional;

/**
 * A task that no job has.
 *
 * @param newest what the ledger says of its work item; empty if nothing
 */
record Candidate(Task task, Optional<Entry> newest) {

    String itemId() {
        return task.item().id();
    }

    /** The number that its next entry takes. */
    int nextNumber() {
        return newest.map(Entry::number).orElse(0) + 1;
    }

    /** Its next entry. */
    Entry next(Instant at, String writer, State state) {
        return newest.map(entry -> entry.withRoute(task.route()).next(at, writer, state))
                .orElseGet(() -> Entry.first(at, writer, task.item(), task.route(), state));
    }
}
