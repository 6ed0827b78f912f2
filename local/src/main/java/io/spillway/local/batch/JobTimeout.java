package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;

/** The rule for {@code timeout}. */
final class JobTimeout {

    /** Source: AWS Batch User Guide, "Job timeouts". */
    private static final long SHORTEST_SECONDS = 60;

    private JobTimeout() {}

    /**
     * @throws BatchError if there is a timeout that AWS Batch wouldn't take
     */
    static void check(JsonObject holder) {
        holder.object("timeout")
                .map(timeout -> timeout.requireWhole("attemptDurationSeconds"))
                .filter(seconds -> seconds < SHORTEST_SECONDS)
                .ifPresent(
                        seconds -> {
                            throw BatchError.client(
                                    "timeout.attemptDurationSeconds is %d: must be at least %d.",
                                    seconds, SHORTEST_SECONDS);
                        });
    }
}
