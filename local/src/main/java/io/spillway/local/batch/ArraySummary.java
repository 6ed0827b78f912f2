package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.Map;

/**
 * Where the children of an array job are.
 *
 * @param counts children in each status
 * @param updatedAt when that last changed, in ms since 1970
 */
record ArraySummary(int size, Map<JobStatus, Integer> counts, long updatedAt) {

    ArraySummary {
        counts = Map.copyOf(counts);
    }

    int count(JobStatus status) {
        return counts.getOrDefault(status, 0);
    }

    boolean isFinished() {
        return count(JobStatus.SUCCEEDED) + count(JobStatus.FAILED) == size;
    }

    /** As AWS's {@code arrayProperties} of a parent. */
    JsonObject json() {
        var summary = JsonObject.of();
        for (var status : JobStatus.values()) {
            summary.put(status.name(), count(status));
        }
        return JsonObject.of()
                .put("statusSummary", summary)
                .put("size", size)
                .put("statusSummaryLastUpdatedAt", updatedAt)
                .build();
    }
}
