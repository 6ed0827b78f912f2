package io.spillway.pipeline.fanin;

import io.spillway.pipeline.json.JsonObject;

/**
 * What came of the work on the way to a set.
 *
 * @param members outputs that the set has
 * @param bytes of them
 * @param succeeded work items of the set's phase
 * @param failed work items on the way that failed
 * @param skipped objects on the way that nothing was to be done with
 * @param complete whether nothing is unfinished
 * @param firstFailed tells of the first that failed; empty text where none did
 */
public record Tally(
        long members,
        long bytes,
        long succeeded,
        long failed,
        long skipped,
        boolean complete,
        String firstFailed) {

    JsonObject items() {
        return JsonObject.of()
                .put("succeeded", succeeded)
                .put("failed", failed)
                .put("skipped", skipped)
                .build();
    }
}
