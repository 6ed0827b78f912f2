package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes a job from a SubmitJob request and the job definition it names. */
final class JobSubmission {

    /** Source: AWS Batch User Guide, "AWS Batch service quotas". */
    private static final int MAX_BYTES = 30 * 1024;

    /** Longest container overrides, in characters. Source: Amazon ECS, "RunTask". */
    private static final int MAX_OVERRIDES = 8_192;

    /** Members that ask for what isn't here; taken by nobody, so refused. */
    private static final List<String> LATER =
            List.of(
                    "nodeOverrides",
                    "eksPropertiesOverride",
                    "consumableResourcePropertiesOverride",
                    "shareIdentifier",
                    "schedulingPriorityOverride");

    /** Source: AWS Batch User Guide, "AWS Batch service quotas". */
    private static final int MAX_CHILDREN = 10_000;

    private final JsonObject request;
    private final JobDefinition definition;

    private JobSubmission(JsonObject request, JobDefinition definition) {
        this.request = request;
        this.definition = definition;
    }

    /** Refuses what no job definition could make right. */
    static void check(JsonObject request, int bytes, BatchState state) {
        if (bytes >= MAX_BYTES) {
            throw BatchError.client("Job size must be less than 30 KiB");
        }
        Names.checkJob(request.requireText("jobName"));
        Names.checkTags(request);
        for (var member : LATER) {
            if (request.get(member).isPresent()) {
                throw BatchError.later("A job with " + member);
            }
        }
        RetryStrategy.of(request);
        JobTimeout.check(request);
        JobDependency.check(request, arraySize(request), state);
    }

    private static OptionalInt arraySize(JsonObject request) {
        var size =
                request.object("arrayProperties")
                        .map(array -> array.whole("size"))
                        .orElse(OptionalLong.empty());
        if (size.isEmpty()) {
            return OptionalInt.empty();
        }
        if (size.getAsLong() < 2 || size.getAsLong() > MAX_CHILDREN) {
            throw BatchError.client(
                    "arrayProperties.size is %d: must be 2 to %d.", size.getAsLong(), MAX_CHILDREN);
        }
        return OptionalInt.of((int) size.getAsLong());
    }

    /**
     * The job as it is before anything happens to it.
     *
     * @throws BatchError if the overrides don't go with the definition
     */
    static Job job(JsonObject request, JobQueue queue, JobDefinition definition, BatchState state) {
        var submission = new JobSubmission(request, definition);
        var now = state.now();
        var detail = submission.detail(queue, now);
        var sequence = state.jobs().nextSequence();
        return new Job(
                detail,
                sequence,
                submission.flaw(),
                OptionalInt.empty(),
                JobState.submitted(now, sequence));
    }

    private JsonObject detail(JobQueue queue, long now) {
        var id = UUID.randomUUID().toString();
        var parameters = merged("parameters");
        var detail =
                JsonObject.of()
                        .put("jobArn", Arns.job(id))
                        .put("jobName", request.requireText("jobName"))
                        .put("jobId", id)
                        .put("jobQueue", Arns.jobQueue(queue.name()))
                        .put("createdAt", now)
                        .put("retryStrategy", retryStrategy())
                        .put("dependsOn", request.objects("dependsOn"))
                        .put("jobDefinition", definition.arn())
                        .put("parameters", JsonEdit.object(parameters));
        arraySize(request)
                .ifPresent(
                        size -> detail.put("arrayProperties", JsonObject.of().put("size", size)));
        timeout().ifPresent(timeout -> detail.put("timeout", timeout));
        detail.put("tags", request.object("tags").orElse(JsonObject.of().build()))
                .put("propagateTags", propagatesTags())
                .put("platformCapabilities", List.of(JsonEdit.text("FARGATE")));
        putContainer(detail, parameters);
        return detail.build();
    }

    private JsonObject retryStrategy() {
        var holder = request.object("retryStrategy").isPresent() ? request : definition.detail();
        var strategy = holder.object("retryStrategy").orElse(JsonObject.of().build());
        return JsonObject.of()
                .put("attempts", RetryStrategy.of(holder).attempts())
                .put("evaluateOnExit", strategy.objects("evaluateOnExit"))
                .build();
    }

    private Optional<JsonObject> timeout() {
        return request.object("timeout").or(() -> definition.detail().object("timeout"));
    }

    private boolean propagatesTags() {
        return request.bool("propagateTags")
                .or(() -> definition.detail().bool("propagateTags"))
                .orElse(false);
    }

    private Map<String, String> merged(String member) {
        var merged = new LinkedHashMap<String, String>();
        definition.detail().object(member).map(JsonEdit::textsOf).ifPresent(merged::putAll);
        request.object(member).map(JsonEdit::textsOf).ifPresent(merged::putAll);
        return merged;
    }

    private void putContainer(JsonObject.Builder detail, Map<String, String> parameters) {
        var overridden = overridden(parameters);
        if (!definition.isTask()) {
            detail.put("container", overridden.getFirst());
            return;
        }
        var task =
                definition
                        .detail()
                        .requireObject("ecsProperties")
                        .objects("taskProperties")
                        .getFirst();
        var withContainer = JsonEdit.copy(task).put("containers", overridden).build();
        detail.put("ecsProperties", JsonObject.of().put("taskProperties", List.of(withContainer)));
    }

    private List<JsonObject> overridden(Map<String, String> parameters) {
        var containers = definition.containers();
        var overrides = ContainerOverride.of(request, definition);
        var overridden =
                IntStream.range(0, containers.size())
                        .mapToObj(i -> overrides.get(i).appliedTo(containers.get(i), parameters))
                        .toList();
        ContainerDefinition.size(
                overridden.stream()
                        .map(each -> new ContainerDefinition(definition.isTask(), each, List.of()))
                        .toList());
        return overridden;
    }

    private Optional<String> flaw() {
        var length =
                ContainerOverride.of(request, definition).stream()
                        .mapToInt(ContainerOverride::length)
                        .sum();
        if (length > MAX_OVERRIDES) {
            return Optional.of(
                    "Container Overrides length must be at most %d".formatted(MAX_OVERRIDES));
        }
        var tags = merged("tags").size();
        return propagatesTags() && tags > Names.MAX_TAGS
                ? Optional.of(
                        "The job and its definition have %d tags together: at most %d."
                                .formatted(tags, Names.MAX_TAGS))
                : Optional.empty();
    }
}
