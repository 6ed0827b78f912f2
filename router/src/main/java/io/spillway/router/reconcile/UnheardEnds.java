package io.spillway.router.reconcile;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.Task;
import io.spillway.router.Handled;
import io.spillway.router.IntakeQueue;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.Pass;
import io.spillway.router.intake.ReconcileMessages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settles jobs whose end nobody was told of: lists those that ended in a pass's time, asks the
 * ledger whether work items are still with them, and does what their state change would have led
 * to.
 *
 * <p>AWS Batch lists by the time of submission, the latest first. So as many jobs are listed as
 * were submitted within the longest that a job of the pipeline can take.
 */
final class UnheardEnds {

    private static final Logger LOG = System.getLogger(UnheardEnds.class.getName());

    /** Parts of a listing, of up to a thousand jobs, in one invocation. */
    private static final int PARTS_PER_INVOCATION = 5;

    /** Left for the rest of the invocation when another job is begun. */
    private static final Duration RESERVE = Duration.ofSeconds(30);

    /** By so much AWS Batch's clock may differ from the one that the passes are told by. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** Longest that a job waits before it is placed or given up, as the module batch allows. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** Source: AWS Batch User Guide, "Job states": it knows ended jobs for at least as long. */
    private static final Duration KNOWN = Duration.ofDays(7);

    /** Work items of one job that are told of; the reason says how many others there are. */
    static final int MOST_PER_JOB = 10;

    private final Jobs jobs;
    private final JobsLeft ends;
    private final Events events;
    private final IntakeQueue queue;
    private final Duration longestJob;
    private final Clock clock;

    /**
     * @param queue that the router asks itself to go on by
     */
    UnheardEnds(
            PipelineDefinition definition,
            Jobs jobs,
            JobsLeft ends,
            Events events,
            IntakeQueue queue,
            Clock clock) {
        this.jobs = jobs;
        this.ends = ends;
        this.events = events;
        this.queue = queue;
        this.longestJob = longestJob(definition);
        this.clock = clock;
    }

    private static Duration longestJob(PipelineDefinition definition) {
        return definition.phases().stream()
                .map(Phase::batch)
                .flatMap(Optional::stream)
                .map(needs -> LONGEST_WAIT.plus(needs.timeout().multipliedBy(needs.attempts())))
                .max(Duration::compareTo)
                .filter(longest -> longest.compareTo(KNOWN) < 0)
                .orElse(KNOWN);
    }

    /** What is to be looked at in a pass: nothing refers to another. */
    static List<String> messages(Pass pass, Iterable<String> jobQueues) {
        var all = Stream.<String>builder();
        for (var jobQueue : jobQueues) {
            for (var status : List.of(ListedStatus.SUCCEEDED, ListedStatus.FAILED)) {
                all.add(
                        ReconcileMessages.ends(
                                new IntakeMessage.JobEnds(
                                        pass,
                                        jobQueue,
                                        status,
                                        Optional.empty(),
                                        Optional.empty())));
            }
        }
        return all.build().toList();
    }

    /**
     * Looks at a part of a pass.
     *
     * @param deadline of the invocation
     */
    Handled look(IntakeMessage.JobEnds asked, Instant deadline) throws IOException {
        var earliest = asked.pass().from().minus(longestJob);
        var at = asked;
        for (int part = 0; part < PARTS_PER_INVOCATION; part++) {
            var page = jobs.list(at.jobQueue(), at.status(), at.after());
            for (var job : after(page.jobs(), at.last())) {
                if (clock.instant().isAfter(deadline.minus(RESERVE))) {
                    queue.send(List.of(ReconcileMessages.ends(at)));
                    return Handled.DONE;
                }
                if (endedIn(asked.pass(), job)) {
                    settle(job);
                }
                at = at.until(job.jobId());
            }
            var isFarEnough =
                    page.jobs().stream().anyMatch(job -> job.submitted().isBefore(earliest));
            if (page.next().isEmpty() || isFarEnough) {
                return Handled.DONE;
            }
            at = at.from(page.next().get());
        }
        queue.send(List.of(ReconcileMessages.ends(at)));
        return Handled.DONE;
    }

    /** All of them if the last one that was looked at isn't there any more. */
    private static List<ListedJob> after(List<ListedJob> jobs, Optional<String> last) {
        for (int i = 0; i < jobs.size(); i++) {
            if (last.equals(Optional.of(jobs.get(i).jobId()))) {
                return jobs.subList(i + 1, jobs.size());
            }
        }
        return jobs;
    }

    private static boolean endedIn(Pass pass, ListedJob job) {
        return job.ended()
                .filter(ended -> !ended.isBefore(pass.from().minus(CLOCKS_DIFFER)))
                .filter(ended -> ended.isBefore(pass.until()))
                .isPresent();
    }

    /** Told first: if that fails, they are still found when the message comes again. */
    private void settle(ListedJob job) throws IOException {
        var left = ends.left(job);
        if (left.isEmpty()) {
            return;
        }
        LOG.log(
                Level.WARNING,
                "Job {0} ended and nobody told of it: {1} work items are settled now",
                job.jobId(),
                left.size());
        events.publish(
                left.stream()
                        .limit(MOST_PER_JOB)
                        .map(task -> notice(task, job, left.size() - 1))
                        .toList());
        for (var ended : jobs.ended(List.of(job.jobId()))) {
            ends.handle(ended);
        }
    }

    private Notice notice(Task task, ListedJob job, int others) {
        var since = Duration.between(job.ended().orElseThrow(), clock.instant());
        return Notice.of(
                clock.instant(),
                Notice.About.of(task.item()),
                Notice.Status.RECOVERED,
                "end of job " + job.jobId(),
                "Its job %s had ended %s before, and nobody had told of it. It was found by asking AWS Batch, and is settled now, with %d other work items of the same job."
                        .formatted(
                                job.jobId(),
                                Durations.format(Duration.ofSeconds(since.toSeconds())),
                                others),
                "Nothing has to be done. If it happens again, see whether the EventBridge rule for state changes of jobs is enabled, and its target and the queue's policy are as deployed.");
    }
}
