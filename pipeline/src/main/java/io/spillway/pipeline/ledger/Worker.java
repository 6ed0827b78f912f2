package io.spillway.pipeline.ledger;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;

/** Who makes an attempt at a work item. */
public sealed interface Worker {

    /** An invocation of the function. */
    record Invocation(String requestId) implements Worker {}

    /**
     * An attempt of a Batch job.
     *
     * @param attempt from 1, as Batch counts
     */
    record JobAttempt(String jobId, int attempt) implements Worker {}

    /**
     * Whether {@code other} can't be working any more because this worker is: Batch runs a job's
     * attempts one after another.
     */
    default boolean follows(Worker other) {
        return switch (this) {
            case Invocation _ -> false;
            case JobAttempt(var jobId, var attempt) ->
                    other instanceof JobAttempt(var otherJob, var otherAttempt)
                            && otherJob.equals(jobId)
                            && otherAttempt < attempt;
        };
    }

    default JsonObject toJson() {
        return switch (this) {
            case Invocation(var requestId) -> JsonObject.of().put("requestId", requestId).build();
            case JobAttempt(var jobId, var attempt) ->
                    JsonObject.of().put("jobId", jobId).put("attempt", attempt).build();
        };
    }

    static Worker fromJson(JsonObject json) {
        if (json.text("requestId").isPresent()) {
            return new Invocation(json.requireText("requestId"));
        }
        if (json.text("jobId").isPresent()) {
            return new JobAttempt(json.requireText("jobId"), json.requireInt("attempt"));
        }
        throw new JsonMismatch("A worker has neither a requestId nor a jobId.");
    }
}
