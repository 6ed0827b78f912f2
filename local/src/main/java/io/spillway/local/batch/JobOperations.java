package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;

/** The operations on jobs. Callers hold the state's monitor. */
final class JobOperations {

    private static final int MAX_DESCRIBED = 100;
    private static final int MAX_REASON = 1_024;

    private final BatchState state;
    private final JobDefinitionStore definitions;
    private final AttemptRunner attempts;

    JobOperations(BatchState state, JobDefinitionStore definitions, AttemptRunner attempts) {
        this.state = state;
        this.definitions = definitions;
        this.attempts = attempts;
    }

    /**
     * @param bytes length of the request
     */
    JsonObject submit(JsonObject request, int bytes) {
        JobSubmission.check(request, bytes);
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
                                .map(JobDetail::of)
                                .toList())
                .build();
    }

    /** Ends a job that wasn't placed. One that was goes on, and the answer is the same. */
    JsonObject cancel(JsonObject request) {
        var job = job(request);
        if (!job.status().isPlaced() && !job.status().isFinished()) {
            stop(job, new StopRequest(reason(request), false));
        }
        return JsonObject.of().build();
    }

    /** Ends a job. It fails when its container has stopped. */
    JsonObject terminate(JsonObject request) {
        var job = job(request);
        if (!job.status().isFinished()) {
            stop(job, new StopRequest(reason(request), true));
        }
        return JsonObject.of().build();
    }

    /** The first request counts: a later one changes neither the job nor its reason. */
    void stop(Job job, StopRequest request) {
        if (job.state().stop().isPresent()) {
            return;
        }
        state.move(job, JobTransitions.stopped(job.state(), request, state.now()));
        attempts.terminate(job.id());
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

    JsonObject list(JsonObject request) {
        for (var member : List.of("arrayJobId", "multiNodeJobId")) {
            if (request.get(member).isPresent()) {
                throw BatchError.later("ListJobs with " + member);
            }
        }
        var name = request.requireText("jobQueue");
        var queue =
                state.queue(name)
                        .orElseThrow(() -> BatchError.client("JobQueue %s not found.", name));
        var filter = JobFilter.of(request);
        var jobs =
                state.jobs().stream()
                        .filter(job -> job.queue().equals(queue.name()))
                        .filter(filter::holds);
        return Page.of(jobs, request, filter.most(), job -> Long.toString(job.sequence()))
                .answer("jobSummaryList", JobOperations::summary);
    }

    private static JsonObject summary(Job job) {
        var detail = JobDetail.of(job);
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
                        "jobDefinition")
                .put("container", container)
                .build();
    }
}
