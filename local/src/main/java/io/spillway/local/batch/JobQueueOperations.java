package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** The operations on job queues. Callers hold the state's monitor. */
final class JobQueueOperations {

    private static final int MAX_ENVIRONMENTS = 3;
    private static final long LONGEST_LIMIT_SECONDS = 86_400;

    private final BatchState state;
    private final JobStops stops;
    private final long shortestLimitSeconds;

    /**
     * @param shortestTimeLimit the least {@code maxTimeSeconds} of a {@code
     *     jobStateTimeLimitActions} entry
     */
    JobQueueOperations(BatchState state, JobStops stops, Duration shortestTimeLimit) {
        this.state = state;
        this.stops = stops;
        this.shortestLimitSeconds = shortestTimeLimit.toSeconds();
    }

    JsonObject create(JsonObject request) {
        var name = Names.check("jobQueueName", request.requireText("jobQueueName"));
        Names.checkTags(request);
        if (state.queue(name).isPresent()) {
            throw BatchError.client("Object already exists: job queue %s.", name);
        }
        request.requireWhole("priority");
        var detail =
                JsonEdit.copy(request)
                        .put("jobQueueArn", Arns.jobQueue(name))
                        .put("state", request.text("state").orElse("ENABLED"))
                        .put("status", "VALID")
                        .put("statusReason", "JobQueue Healthy");
        return put(detail);
    }

    /** Changes the members that the request names. */
    JsonObject update(JsonObject request) {
        var queue = queue(request);
        var detail =
                JsonEdit.pick(
                        JsonEdit.copy(queue.detail()),
                        request,
                        "state",
                        "priority",
                        "computeEnvironmentOrder",
                        "schedulingPolicyArn",
                        "serviceEnvironmentOrder",
                        "jobStateTimeLimitActions");
        return put(detail);
    }

    private JsonObject put(JsonObject.Builder detail) {
        var checked = withEnvironmentArns(detail.build());
        var queue = new JobQueue(checked);
        if (!List.of("ENABLED", "DISABLED").contains(checked.requireText("state"))) {
            throw BatchError.client(
                    "state is \"%s\": must be ENABLED or DISABLED.", checked.requireText("state"));
        }
        if (checked.get("schedulingPolicyArn").isPresent()) {
            throw BatchError.later("A scheduling policy");
        }
        if (checked.get("serviceEnvironmentOrder").isPresent()) {
            throw BatchError.later("A service environment");
        }
        checked.objects("jobStateTimeLimitActions").forEach(this::checkLimit);
        state.putQueue(checked);
        return JsonObject.of()
                .put("jobQueueName", queue.name())
                .put("jobQueueArn", Arns.jobQueue(queue.name()))
                .build();
    }

    private JsonObject withEnvironmentArns(JsonObject detail) {
        var order = detail.objects("computeEnvironmentOrder");
        if (order.isEmpty() || order.size() > MAX_ENVIRONMENTS) {
            throw BatchError.client(
                    "computeEnvironmentOrder names %d compute environments: must be 1 to %d.",
                    order.size(), MAX_ENVIRONMENTS);
        }
        return JsonEdit.copy(detail)
                .put("computeEnvironmentOrder", order.stream().map(this::withArn).toList())
                .build();
    }

    private JsonObject withArn(JsonObject entry) {
        var name = entry.requireText("computeEnvironment");
        var environment =
                state.environment(name)
                        .orElseThrow(
                                () ->
                                        BatchError.client(
                                                "Compute environment %s does not exist.", name));
        return JsonObject.of()
                .put("order", entry.requireWhole("order"))
                .put("computeEnvironment", Arns.computeEnvironment(environment.name()))
                .build();
    }

    private void checkLimit(JsonObject action) {
        action.requireText("reason");
        if (!action.requireText("state").equals("RUNNABLE")
                || !action.requireText("action").equals("CANCEL")) {
            throw BatchError.client(
                    "jobStateTimeLimitActions has state %s and action %s: must be RUNNABLE and CANCEL.",
                    action.requireText("state"), action.requireText("action"));
        }
        var seconds = action.requireWhole("maxTimeSeconds");
        if (seconds < shortestLimitSeconds || seconds > LONGEST_LIMIT_SECONDS) {
            throw BatchError.client(
                    "jobStateTimeLimitActions has maxTimeSeconds %d: must be %d to %d.",
                    seconds, shortestLimitSeconds, LONGEST_LIMIT_SECONDS);
        }
    }

    /** Deletes a disabled queue; its jobs are terminated. */
    JsonObject delete(JsonObject request) {
        var queue = queue(request);
        if (queue.isEnabled()) {
            throw BatchError.client(
                    "Cannot delete, job queue %s is ENABLED: disable it first.", queue.name());
        }
        state.jobs().unfinished().stream()
                .filter(job -> job.queue().equals(queue.name()))
                .forEach(job -> stops.stop(job, new StopRequest("Job queue deleted", true)));
        state.removeQueue(queue.name());
        return JsonObject.of().build();
    }

    private JobQueue queue(JsonObject request) {
        var name = request.requireText("jobQueue");
        return state.queue(name)
                .orElseThrow(() -> BatchError.client("JobQueue %s not found.", name));
    }

    JsonObject describe(JsonObject request) {
        var wanted = JsonEdit.textsOf(request, "jobQueues");
        var found =
                wanted.isEmpty()
                        ? state.queues().stream()
                        : wanted.stream().flatMap(name -> state.queue(name).stream());
        return Page.of(found, request, 100, JobQueue::name).answer("jobQueues", JobQueue::detail);
    }
}
