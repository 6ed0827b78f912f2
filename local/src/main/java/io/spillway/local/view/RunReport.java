package io.spillway.local.view;

import io.spillway.pipeline.ledger.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run has to show for itself, from the ledger.
 *
 * @param ends for every work item that the ledger knows the entry that says how it ended, or its
 *     newest entry if it hasn't ended; in the order in which they began. What was done once more
 *     stands there as its newest repetition alone
 * @param deadLetters messages that nobody could handle
 * @param took of this run, however much was done before it
 * @param outputs directory with a copy of every output
 * @param events file with every event, a JSON line each
 */
public record RunReport(
        List<Entry> ends, int deadLetters, Duration took, Path outputs, Path events) {

    public RunReport {
        ends = List.copyOf(ends);
    }
}
