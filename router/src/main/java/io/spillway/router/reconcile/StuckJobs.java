package io.spillway.router.reconcile;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.job.WaitingJob;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.Handled;
import io.spillway.router.Settings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of work items whose job waits for a place, or for its container to start, for longer than
 * it should: before the job queue's own time limit gives the job up.
 *
 * <p>The same waiting is told once. When the job gets going, or is given up, its work items' phase
 * events say so.
 */
final class StuckJobs {

    private static final Logger LOG = System.getLogger(StuckJobs.class.getName());

    /** Work items of one job that are told of; the reason says how many others there are. */
    static final int MOST_PER_JOB = 10;

    /** Jobs that are told of by one look, the longest waiting first. */
    private static final int MOST_JOBS = 20;

    private final Settings settings;
    private final ObjectStore store;
    private final Ledger ledger;
    private final Jobs jobs;
    private final ToldNotices told;
    private final Clock clock;

    StuckJobs(
            Settings settings,
            ObjectStore store,
            Ledger ledger,
            Jobs jobs,
            ToldNotices told,
            Clock clock) {
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.jobs = jobs;
        this.told = told;
        this.clock = clock;
    }

    /** A job whose children, or which itself, waits, and all its work items. */
    private record Waiting(List<ListedJob> listed, JobManifest manifest) {

        List<Task> tasks(String jobId) {
            var index = jobId.indexOf(':');
            var child = index < 0 ? 0 : Integer.parseInt(jobId.substring(index + 1));
            return child < manifest.children().size() ? manifest.children().get(child) : List.of();
        }

        int items() {
            return listed.stream().mapToInt(job -> tasks(job.jobId()).size()).sum();
        }
    }

    /** Looks once at all job queues. */
    Handled look() throws IOException {
        var limit = clock.instant().minus(settings.stuckAfter());
        var ours = ours(new WaitingJobs(jobs, settings.jobQueues()).submittedBefore(limit));
        var ids =
                ours.values().stream()
                        .flatMap(waiting -> waiting.listed().stream().limit(MOST_PER_JOB))
                        .map(ListedJob::jobId)
                        .toList();
        var notices = new ArrayList<Notice>();
        var perJob = new LinkedHashMap<String, Integer>();
        for (var job : jobs.waiting(ids)) {
            if (job.status() == ListedStatus.PENDING || !job.since().isBefore(limit)) {
                continue; // it had attempts before, and waits for the next one for less long
            }
            var top = job.jobId().split(":", 2)[0];
            var waiting = ours.get(top);
            for (var task : waiting.tasks(job.jobId())) {
                if (perJob.getOrDefault(top, 0) < MOST_PER_JOB && stillWaits(task)) {
                    perJob.merge(top, 1, Integer::sum);
                    notices.add(notice(task, job, waiting.items() - 1));
                }
            }
        }
        if (!notices.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Jobs wait for a place, or to start, for longer than {0}: {1}",
                    settings.stuckAfter(),
                    perJob.keySet());
        }
        told.tell(notices);
        return Handled.DONE;
    }

    /** By their ids; without the jobs that others submitted to the same queue. */
    private Map<String, Waiting> ours(List<List<ListedJob>> found) throws IOException {
        var ours = new LinkedHashMap<String, Waiting>();
        for (var children : found) {
            if (ours.size() == MOST_JOBS) {
                break;
            }
            var first = children.getFirst();
            var manifest = store.get(places().jobManifest(first.jobName()));
            if (manifest.isPresent()) {
                ours.put(
                        first.topId(),
                        new Waiting(
                                children, JobManifest.fromJson(Json.readObject(manifest.get()))));
            }
        }
        return ours;
    }

    private Places places() {
        return settings.places();
    }

    private boolean stillWaits(Task task) throws IOException {
        return ledger.newest(task.item().id())
                .map(
                        newest ->
                                switch (newest.state()) {
                                    case State.Submitting _,
                                            State.Submitted _,
                                            State.Claimed _,
                                            State.Released _ ->
                                            true;
                                    case State.Requeued _,
                                            State.Committing _,
                                            State.Succeeded _,
                                            State.Failed _,
                                            State.Skipped _,
                                            State.Announced _ ->
                                            false;
                                })
                .orElse(false);
    }

    private Notice notice(Task task, WaitingJob job, int others) {
        var waits = Durations.format(whole(Duration.between(job.since(), clock.instant())));
        var what =
                job.status() == ListedStatus.STARTING
                        ? "has not started for %s after it got a place (STARTING)"
                        : "has found no place to run for %s (" + job.status() + ")";
        return Notice.of(
                clock.instant(),
                Notice.About.of(task.item()),
                Notice.Status.STUCK,
                "job %s since %s".formatted(job.jobId(), job.since()),
                "Its job %s %s. %s %s"
                        .formatted(
                                job.jobId(),
                                what.formatted(waits),
                                why(job.reason()),
                                others(others)),
                "Look at the job: aws batch describe-jobs --jobs %s. If its needs fit no compute environment, correct the phase's batch section and deploy; if there is no room, raise most_vcpus, or wait. To end it at once: aws batch terminate-job --job-id %s --reason misplaced. Once it has failed, run it again: %s."
                        .formatted(job.jobId(), job.jobId(), task.item().replayCommand()));
    }

    private static Duration whole(Duration exact) {
        return Duration.ofSeconds(exact.toSeconds());
    }

    private static String why(Optional<String> reason) {
        return reason.map(text -> "AWS Batch says: %s".formatted(text.strip()))
                .map(text -> text.endsWith(".") ? text : text + ".")
                .orElse("AWS Batch gives no reason; other jobs may take all the room.");
    }

    private static String others(int others) {
        return others == 0
                ? "No other work item waits in the same job."
                : "%d other work items wait in the same job.".formatted(others);
    }
}
