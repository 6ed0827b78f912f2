package io.spillway.router;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.pipeline.work.WorkScope;
import io.spillway.router.intake.EndedJob;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Sees to it that a job's end is its work items' end too, also when its container died without a
 * word.
 */
final class JobEndings {

    private static final Logger LOG = System.getLogger(JobEndings.class.getName());

    private final Places places;
    private final ObjectStore store;
    private final WorkPath workPath;

    JobEndings(Places places, ObjectStore store, WorkPath workPath) {
        this.places = places;
        this.store = store;
        this.workPath = workPath;
    }

    Handled handle(EndedJob job) throws IOException {
        var manifest = store.get(places.jobManifest(job.jobName()));
        if (manifest.isEmpty()) {
            return Handled.DONE; // somebody else's job in the same queue
        }
        for (var task : JobManifest.fromJson(Json.readObject(manifest.get())).tasks()) {
            var location = task.item().input().location().toString();
            var lost = lost(job, task.item().phase(), location);
            WorkScope.of(task.item())
                    .with(LogField.JOB_ID, job.jobId())
                    .call(() -> ended(task.item(), job, lost));
        }
        return Handled.DONE;
    }

    private Void ended(WorkItem item, EndedJob job, Failure lost) throws IOException {
        LOG.log(
                Level.DEBUG,
                "Job {0} ended {1}",
                job.jobName(),
                job.succeeded() ? "SUCCEEDED" : "FAILED");
        workPath.jobEnded(item.id(), job.jobName(), job.jobId(), lost);
        return null;
    }

    /** What to say of a work item that its job left undone. */
    private static Failure lost(EndedJob job, String phase, String input) {
        var exit =
                job.exitStatus().isPresent()
                        ? "exit status " + job.exitStatus().getAsLong()
                        : "no exit status";
        var reason = job.statusReason().orElse("no reason given");
        var container = job.containerReason().map(text -> ", " + text).orElse("");
        return new Failure(
                Failure.Kind.JOB_FAILED,
                "Job %s of phase %s on %s ended %s after %d attempts without finishing it: %s (%s%s). Its log tells more; put the object again to run it again."
                        .formatted(
                                job.jobId(),
                                phase,
                                input,
                                job.succeeded() ? "SUCCEEDED" : "FAILED",
                                job.attempts(),
                                reason.strip(),
                                exit,
                                container));
    }
}
