package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * AWS's {@code JobDetail} of a job, as DescribeJobs and the state-change event give it.
 *
 * <p>A job in {@code ecsProperties} form has its exit codes there, not in {@code container}.
 */
final class JobDetail {

    private JobDetail() {}

    /**
     * @param summary where the children of an array job are
     */
    static JsonObject of(Job job, Optional<ArraySummary> summary) {
        var state = job.state();
        var detail =
                JsonEdit.copy(job.submitted())
                        .put("jobArn", Arns.job(job.id()))
                        .put("jobId", job.id())
                        .put("status", state.status().name())
                        .putText("statusReason", state.statusReason())
                        .put("attempts", attempts(job))
                        .putWhole("startedAt", state.startedAt());
        if (state.status().isFinished()) {
            detail.put("stoppedAt", state.since());
        }
        detail.put("isCancelled", state.stop().filter(stop -> !stop.isTermination()).isPresent())
                .put("isTerminated", state.stop().filter(StopRequest::isTermination).isPresent());
        summary.ifPresent(children -> detail.put("arrayProperties", children.json()));
        job.index().ifPresent(index -> detail.put("arrayProperties", child(index)));
        putContainer(detail, job);
        return detail.build();
    }

    private static JsonObject child(int index) {
        return JsonObject.of().put("statusSummary", JsonObject.of()).put("index", index).build();
    }

    private static void putContainer(JsonObject.Builder detail, Job job) {
        var number = shownAttempt(job.state());
        var containers =
                job.containers().stream().map(each -> container(job, each, number)).toList();
        if (!job.container().inTask()) {
            var container = JsonEdit.copy(containers.getFirst());
            number.ifPresent(attempt -> container.put("taskArn", taskArn(job, attempt)));
            detail.put("container", container.build());
            return;
        }
        var task =
                JsonEdit.copy(
                                job.submitted()
                                        .requireObject("ecsProperties")
                                        .objects("taskProperties")
                                        .getFirst())
                        .put("containers", containers);
        number.ifPresent(attempt -> task.put("taskArn", taskArn(job, attempt)));
        detail.put("ecsProperties", JsonObject.of().put("taskProperties", List.of(task.build())));
    }

    private static JsonObject container(
            Job job, ContainerDefinition definition, Optional<Integer> number) {
        var container = JsonEdit.copy(definition.properties());
        if (number.isPresent()) {
            container.put("logStreamName", logStream(job, number.get()));
            latest(job.state())
                    .ifPresent(attempt -> putResult(container, job, definition, attempt));
        }
        return container.build();
    }

    /** The attempt a reader is told of: the one under way, or the last of a finished job. */
    private static Optional<Integer> shownAttempt(JobState state) {
        if (state.current().isPresent()) {
            return Optional.of(state.attemptNumber());
        }
        return latest(state).map(_ -> state.attempts().size());
    }

    private static Optional<Attempt> latest(JobState state) {
        return state.status().isFinished() && !state.attempts().isEmpty()
                ? Optional.of(state.attempts().getLast())
                : Optional.empty();
    }

    private static List<JsonObject> attempts(Job job) {
        var attempts = job.state().attempts();
        return java.util.stream.IntStream.range(0, attempts.size())
                .mapToObj(index -> attempt(job, index + 1, attempts.get(index)))
                .toList();
    }

    private static JsonObject attempt(Job job, int number, Attempt attempt) {
        var detail = JsonObject.of();
        if (job.container().inTask()) {
            var containers =
                    job.containers().stream()
                            .map(each -> ended(job, each, number, attempt))
                            .toList();
            var task =
                    JsonObject.of()
                            .put("taskArn", taskArn(job, number))
                            .put("containers", containers);
            detail.put("taskProperties", List.of(task.build()));
        } else {
            var container = JsonEdit.copy(ended(job, job.container(), number, attempt));
            detail.put("container", container.put("taskArn", taskArn(job, number)));
        }
        return detail.putWhole("startedAt", attempt.startedAt())
                .put("stoppedAt", attempt.stoppedAt())
                .put("statusReason", attempt.end().statusReason())
                .build();
    }

    private static JsonObject ended(
            Job job, ContainerDefinition definition, int number, Attempt attempt) {
        var container = JsonObject.of().put("logStreamName", logStream(job, number));
        putResult(container, job, definition, attempt);
        if (!definition.name().isEmpty()) {
            container.put("name", definition.name());
        }
        return container.build();
    }

    private static void putResult(
            JsonObject.Builder container,
            Job job,
            ContainerDefinition definition,
            Attempt attempt) {
        if (definition.name().equals(job.container().name())) {
            attempt.end().exitCode().ifPresent(code -> container.put("exitCode", code));
            container.putText("reason", attempt.end().reason());
        } else if (attempt.end().others().containsKey(definition.name())) {
            container.put("exitCode", attempt.end().others().get(definition.name()));
        }
    }

    /** Source: AWS Batch User Guide, "Job states". */
    private static String logStream(Job job, int attempt) {
        var definition = Arns.nameOf(job.definitionArn());
        var name = definition.substring(0, definition.lastIndexOf(':'));
        return "%s/default/%s"
                .formatted(name.substring(0, Math.min(200, name.length())), taskId(job, attempt));
    }

    private static String taskArn(Job job, int attempt) {
        return "arn:aws:ecs:%s:%s:task/spillway/%s"
                .formatted(Arns.REGION, Arns.ACCOUNT, taskId(job, attempt));
    }

    private static String taskId(Job job, int attempt) {
        var name = Job.attemptName(job.id(), attempt).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString().replace("-", "");
    }
}
