package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.stream.Stream;

/** The operations on jobs. Callers hold the state's monitor. */
final class JobOperations {

    private static final int MAX_DESCRIBED = 100;
    private static final int MAX_REASON = 1_024;

    private final BatchState state;
    private final JobDefinitionStore definitions;
    private final JobStops stops;

    JobOperations(BatchState state, JobDefinitionStore definitions, JobStops stops) {
        this.state = state;
        this.definitions = definitions;
        this.stops = stops;
    }

    /**
     * @param bytes length of the request
     */
    JsonObject submit(JsonObject request, int bytes) {
        JobSubmission.check(request, bytes, state);
        var name = request.requireText("jobQueue");
        var queue =
                state.queue(name)
                        .orElseThrow(() -> BatchError.client("JobQueue %s not found.", name));
        if (!queue.isEnabled()) {
            throw BatchError.client("JobQueue %s is DISABLED: it takes no new jobs.", queue.name());
        }
        var definition = definitions.active(request.requireText("jobDefinition"));
        var job = JobSubmission.job(request, queue, definition, state);
        state.putJob(job);
        return JsonObject.of()
                .put("jobArn", Arns.job(job.id()))
                .put("jobName", job.name())
                .put("jobId", job.id())
                .build();
    }

    /** Jobs that aren't known are left out. */
    JsonObject describe(JsonObject request) {
        var ids = JsonEdit.textsOf(request, "jobs");
        if (ids.size() > MAX_DESCRIBED) {
            throw BatchError.client("%d jobs are named: at most %d.", ids.size(), MAX_DESCRIBED);
        }
        return JsonObject.of()
                .put(
                        "jobs",
                        ids.stream()
                                .flatMap(id -> state.job(Arns.nameOf(id)).stream())
                                .map(this::detail)
                                .toList())
                .build();
    }

    /**
     * Ends a job that wasn't placed. One that was goes on, and the answer is the same. So it is
     * with the children of an array job, which ends when they have.
     */
    JsonObject cancel(JsonObject request) {
        var job = job(request);
        if (!job.status().isPlaced() && !job.status().isFinished()) {
            stops.stop(job, new StopRequest(reason(request), false));
        }
        return JsonObject.of().build();
    }

    /** Ends a job. It fails when its container has stopped, an array job when all of them have. */
    JsonObject terminate(JsonObject request) {
        var job = job(request);
        if (!job.status().isFinished()) {
            stops.stop(job, new StopRequest(reason(request), true));
        }
        return JsonObject.of().build();
    }

    private Job job(JsonObject request) {
        var id = request.requireText("jobId");
        return state.job(id).orElseThrow(() -> BatchError.client("Job %s not found.", id));
    }

    private static String reason(JsonObject request) {
        var reason = request.requireText("reason");
        if (reason.length() > MAX_REASON) {
            throw BatchError.client(
                    "The reason has %d characters: at most %d.", reason.length(), MAX_REASON);
        }
        return reason;
    }

    /** Jobs of a queue, without the children of array jobs; or the children of one. */
    JsonObject list(JsonObject request) {
        if (request.get("multiNodeJobId").isPresent()) {
            throw BatchError.later("ListJobs with multiNodeJobId");
        }
        var parent = request.text("arrayJobId");
        if (parent.isPresent() && request.get("jobQueue").isPresent()) {
            throw BatchError.client("There are jobQueue and arrayJobId: only one can be used.");
        }
        var filter = parent.isPresent() ? JobFilter.ofChildren(request) : JobFilter.of(request);
        var jobs =
                (parent.isPresent() ? children(parent.get()) : jobsOf(request))
                        .filter(filter::holds);
        return Page.of(jobs, request, filter.most(), job -> Long.toString(job.sequence()))
                .answer("jobSummaryList", this::summary);
    }

    private Stream<Job> jobsOf(JsonObject request) {
        var name = request.requireText("jobQueue");
        var queue =
                state.queue(name)
                        .orElseThrow(() -> BatchError.client("JobQueue %s not found.", name));
        return state.jobs().latestFirst().stream().filter(job -> job.queue().equals(queue.name()));
    }

    private Stream<Job> children(String parentId) {
        return state
                .jobs()
                .children(parentId)
                .orElseThrow(() -> BatchError.client("Array job %s not found.", parentId))
                .all()
                .stream();
    }

    private JsonObject detail(Job job) {
        return JobDetail.of(job, state.summary(job));
    }

    private JsonObject summary(Job job) {
        var detail = detail(job);
        var container = JsonObject.of();
        detail.object("container")
                .ifPresent(all -> JsonEdit.pick(container, all, "exitCode", "reason"));
        return JsonEdit.pick(
                        JsonObject.of(),
                        detail,
                        "jobArn",
                        "jobId",
                        "jobName",
                        "createdAt",
                        "status",
                        "statusReason",
                        "startedAt",
                        "stoppedAt",
                        "jobDefinition",
                        "arrayProperties")
                .put("container", container)
                .build();
    }
}
