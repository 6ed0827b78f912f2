package io.spillway.local.bench;

import java.util.List;

/**
 * Whether a measurement measured the right thing.
 *
 * @param succeeded work items
 * @param failures what the events of all others say
 * @param expectedRows in the files that went in
 * @param rows in the outputs
 */
record Correctness(int succeeded, List<String> failures, long expectedRows, long rows) {

    Correctness {
        failures = List.copyOf(failures);
    }

    boolean holds() {
        return failures.isEmpty() && expectedRows == rows;
    }
}
