package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A job: what was asked for, which never changes, and where it is.
 *
 * @param submitted the members of AWS's {@code JobDetail} that are fixed at submission; the
 *     children of an array job share their parent's
 * @param sequence grows with each job submitted; children follow their parent
 * @param flaw why its container can't be started, which AWS Batch finds out only when it tries
 * @param index of a child in its array, from 0; absent for all other jobs
 */
record Job(
        JsonObject submitted,
        long sequence,
        Optional<String> flaw,
        OptionalInt index,
        JobState state) {

    String id() {
        var id = parentId();
        return index.isPresent() ? id + ":" + index.getAsInt() : id;
    }

    /** The id of the array job it is a child of; its own if it is no child. */
    String parentId() {
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

    /** How many children the array has that it is, or is in; absent for all other jobs. */
    OptionalInt arraySize() {
        return submitted
                .object("arrayProperties")
                .map(array -> OptionalInt.of((int) array.requireWhole("size")))
                .orElse(OptionalInt.empty());
    }

    /** Whether it runs nothing itself, but has children that do. */
    boolean isArray() {
        return index.isEmpty() && arraySize().isPresent();
    }

    /** What it waits for before it can be placed. */
    List<JobDependency> dependencies() {
        return JobDependency.allOf(submitted);
    }

    /** Its containers as they run: definition, overrides and parameters put together. */
    List<ContainerDefinition> containers() {
        return ContainerDefinition.allOf(submitted, "container");
    }

    /** The one whose end is the job's. */
    ContainerDefinition container() {
        return ContainerDefinition.main(containers());
    }

    /** Of all its containers together. */
    FargateSize size() {
        return ContainerDefinition.size(containers());
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
        return new Job(submitted, sequence, flaw, index, next);
    }

    /** The same job with other tags. */
    Job with(JsonObject changed) {
        return new Job(changed, sequence, flaw, index, state);
    }

    /** One of an array job's children, as it is before anything happens to it. */
    Job child(int childIndex) {
        var place = sequence + 1 + childIndex;
        return new Job(
                submitted,
                place,
                flaw,
                OptionalInt.of(childIndex),
                JobState.submitted(createdAt(), place));
    }

    /** Names the files of one attempt; attempts count from 1. */
    static String attemptName(String jobId, int attempt) {
        return jobId.replace(':', '-') + "-" + attempt;
    }
}
