package io.spillway.router;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.work.WorkScope;
import io.spillway.router.intake.SubmissionMessages;
import io.spillway.router.reconcile.JobsLeft;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Sees to it that a job's end is not its work items' loss, also when its container died without a
 * word: each ends too, or goes to another job.
 *
 * <p>State changes come at least once and in any order; what is done here may be done again.
 */
final class JobEndings implements JobsLeft {

    private static final Logger LOG = System.getLogger(JobEndings.class.getName());

    /** Children asked about at a time. */
    private static final int PER_LOOK = 100;

    private final Settings settings;
    private final ObjectStore store;
    private final Jobs jobs;
    private final WorkPath workPath;
    private final IntakeQueue submissions;

    JobEndings(
            Settings settings,
            ObjectStore store,
            Jobs jobs,
            WorkPath workPath,
            IntakeQueue submissions) {
        this.settings = settings;
        this.store = store;
        this.jobs = jobs;
        this.workPath = workPath;
        this.submissions = submissions;
    }

    @Override
    public Handled handle(EndedJob job) throws IOException {
        if (settings.jobQueues().stream().noneMatch(job::isOfQueue)) {
            return Handled.DONE;
        }
        var content = store.get(settings.places().jobManifest(job.jobName()));
        if (content.isEmpty()) {
            return Handled.DONE; // somebody else's job in the same queue
        }
        if (job.index().isPresent()) {
            var tasks = JobManifest.child(content.get(), job.index().getAsInt());
            if (tasks.isPresent()) { // else it is somebody else's job of the same name
                childEnded(tasks.get(), job);
            }
            return Handled.DONE;
        }
        var manifest = JobManifest.fromJson(Json.readObject(content.get()));
        if (manifest.isArray()) {
            parentEnded(manifest, job);
        } else {
            childEnded(manifest.tasks(), job);
        }
        return Handled.DONE;
    }

    @Override
    public List<Task> left(ListedJob ended) throws IOException {
        var content = store.get(settings.places().jobManifest(ended.jobName()));
        if (content.isEmpty()) {
            return List.of(); // somebody else's job in the same queue
        }
        var manifest = JobManifest.fromJson(Json.readObject(content.get()));
        var indexes = IntStream.range(0, manifest.children().size()).boxed().toList();
        return Parallel.map(
                        indexes,
                        index ->
                                unsettled(
                                        manifest.children().get(index),
                                        endOf(manifest.childId(ended.jobId(), index), ended)))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Task> unsettled(List<Task> tasks, EndedJob child) throws IOException {
        var unsettled = new ArrayList<Task>();
        for (var task : tasks) {
            if (!workPath.isSettled(task, child)) {
                unsettled.add(task);
            }
        }
        return unsettled;
    }

    /** What a listing says of an end: enough to tell whether work items are still with the job. */
    private static EndedJob endOf(String jobId, ListedJob listed) {
        return new EndedJob(
                jobId,
                listed.jobName(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                0);
    }

    private void childEnded(List<Task> tasks, EndedJob child) throws IOException {
        var alone = tasks.size() == 1;
        var next = Parallel.map(tasks, task -> ended(task, child, alone));
        submissions.send(
                SubmissionMessages.write(next.stream().flatMap(Optional::stream).toList()));
    }

    private Optional<Task> ended(Task task, EndedJob child, boolean alone) throws IOException {
        return WorkScope.of(task.item())
                .with(LogField.JOB_ID, child.jobId())
                .call(
                        () -> {
                            LOG.log(
                                    Level.DEBUG,
                                    "Job {0} ended {1}",
                                    child.jobName(),
                                    child.succeeded() ? "SUCCEEDED" : "FAILED");
                            return workPath.jobEnded(task, child, alone);
                        });
    }

    /**
     * A parent ends after its children, but its state change may overtake theirs, and theirs may
     * get lost. What they left is settled as AWS Batch tells it now.
     */
    private void parentEnded(JobManifest manifest, EndedJob parent) throws IOException {
        var indexes = IntStream.range(0, manifest.children().size()).boxed().toList();
        var settled =
                Parallel.map(
                        indexes,
                        index -> isSettled(manifest.children().get(index), childOf(parent, index)));
        var left = indexes.stream().filter(index -> !settled.get(index)).toList();
        for (int first = 0; first < left.size(); first += PER_LOOK) {
            settle(manifest, parent, left.subList(first, Math.min(left.size(), first + PER_LOOK)));
        }
    }

    private boolean isSettled(List<Task> tasks, EndedJob child) throws IOException {
        for (var task : tasks) {
            if (!workPath.isSettled(task, child)) {
                return false;
            }
        }
        return true;
    }

    private void settle(JobManifest manifest, EndedJob parent, List<Integer> indexes)
            throws IOException {
        var told =
                jobs.ended(
                        indexes.stream()
                                .map(index -> manifest.childId(parent.jobId(), index))
                                .toList());
        for (int index : indexes) {
            var assumed = childOf(parent, index);
            var child =
                    told.stream()
                            .filter(each -> each.jobId().equals(assumed.jobId()))
                            .findFirst()
                            .orElse(assumed);
            childEnded(manifest.children().get(index), child);
        }
    }

    /** What a parent's end says of a child that AWS Batch knows no more. */
    private static EndedJob childOf(EndedJob parent, int index) {
        return new EndedJob(
                parent.jobId() + ":" + index,
                parent.jobName(),
                parent.queue(),
                parent.succeeded(),
                parent.stoppedByUser(),
                parent.statusReason(),
                parent.containerReason(),
                parent.exitStatus(),
                parent.attempts());
    }
}
