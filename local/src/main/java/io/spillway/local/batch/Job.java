package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job: what was asked for, which never changes, and where it is.
 *
 * @param submitted the members of AWS's {@code JobDetail} that are fixed at submission
 * @param sequence grows with each job submitted
 * @param flaw why its container can't be started, which AWS Batch finds out only when it tries
 */
record Job(JsonObject submitted, long sequence, Optional<String> flaw, JobState state) {

    String id() {
        return submitted.requireText("jobId");
    }

    String name() {
        return submitted.requireText("jobName");
    }

    /** The name of its queue. */
    String queue() {
        return Arns.nameOf(submitted.requireText("jobQueue"));
    }

    String definitionArn() {
        return submitted.requireText("jobDefinition");
    }

    /** In ms since 1970. */
    long createdAt() {
        return submitted.requireWhole("createdAt");
    }

    /** The container as it runs: definition, overrides and parameters put together. */
    ContainerDefinition container() {
        return ContainerDefinition.of(submitted, "container");
    }

    RetryStrategy retryStrategy() {
        return RetryStrategy.of(submitted);
    }

    /** How long an attempt may take, in seconds. */
    OptionalLong timeoutSeconds() {
        return submitted
                .object("timeout")
                .map(timeout -> timeout.whole("attemptDurationSeconds"))
                .orElse(OptionalLong.empty());
    }

    JobStatus status() {
        return state.status();
    }

    Job with(JobState next) {
        return new Job(submitted, sequence, flaw, next);
    }

    /** The same job with other tags. */
    Job with(JsonObject changed) {
        return new Job(changed, sequence, flaw, state);
    }

    /** Names the files of one attempt; attempts count from 1. */
    static String attemptName(String jobId, int attempt) {
        return jobId + "-" + attempt;
    }
}
