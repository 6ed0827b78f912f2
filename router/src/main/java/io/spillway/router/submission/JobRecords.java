package io.spillway.router.submission;

import io.spillway.pipeline.attempt.Ending;
import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import io.spillway.router.Handled;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes into the ledger, and tells the world, how far the submission of jobs has come. */
final class JobRecords {

    /** Events that travel in one request. Source: Amazon SNS API, {@code PublishBatch}. */
    private static final int TOGETHER = 10;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Events events;
    private final Ending ending;
    private final Clock clock;
    private final Supplier<String> writers;

    JobRecords(Ledger ledger, Events events, Clock clock, Supplier<String> writers) {
        this.ledger = ledger;
        this.events = events;
        this.ending = new Ending(ledger, events, clock);
        this.clock = clock;
        this.writers = writers;
    }

    /** Publishes an ending that is recorded already. */
    void announce(Entry ended) throws IOException {
        ending.announce(ended);
    }

    /**
     * Whether a candidate is now to be submitted by us, and if not, what becomes of its message.
     */
    record Recorded(String itemId, Entry entry, Handled otherwise) {
        boolean isOurs() {
            return otherwise instanceof Handled.Done;
        }
    }

    /**
     * Records that candidates are about to be submitted. Another one may be faster. If it recorded
     * the same job, that serves as well: who submits is settled by who put the manifest, and must
     * not wait for one that did not.
     */
    List<Recorded> submitting(String jobName, List<Candidate> candidates) throws IOException {
        var writer = writers.get();
        return Parallel.map(candidates, candidate -> submitting(jobName, candidate, writer));
    }

    /** Asks for the turn to go on with a job, by the newest entry of its first work item. */
    Turn turn(String jobName, String leaderId, Duration patience) throws IOException {
        var now = clock.instant();
        var turn = Turn.of(jobName, ledger.newest(leaderId), now, writers.get(), patience);
        if (turn instanceof Turn.Take(var renewed) && !ledger.append(renewed)) {
            return new Turn.Wait(now.plus(patience));
        }
        return turn;
    }

    private Recorded submitting(String jobName, Candidate candidate, String writer) {
        var state = new State.Submitting(jobName, candidate.task().tier());
        var entry = candidate.next(clock.instant(), writer, state);
        try {
            return ledger.append(entry)
                    ? new Recorded(candidate.itemId(), entry, Handled.DONE)
                    : recordedByAnother(entry);
        } catch (IOException e) {
            return new Recorded(candidate.itemId(), entry, new Handled.Again(SOON, e.getMessage()));
        }
    }

    private Recorded recordedByAnother(Entry entry) throws IOException {
        var itemId = entry.item().id();
        var same =
                ledger.newest(itemId)
                        .filter(newest -> newest.number() == entry.number())
                        .filter(newest -> newest.state().equals(entry.state()));
        return same.map(theirs -> new Recorded(itemId, theirs, Handled.DONE))
                .orElseGet(
                        () ->
                                new Recorded(
                                        itemId,
                                        entry,
                                        new Handled.Again(SOON, "another invocation was faster")));
    }

    /**
     * Tells that all tasks of a job are routed to AWS Batch. To be called before the job is
     * submitted, each time: from then on it may work on any of them, and nobody would know whether
     * that was told.
     *
     * @param known newest entries of its work items, as far as they are at hand
     */
    void routed(JobManifest manifest, List<Entry> known) throws IOException {
        var attempts = new HashMap<String, Integer>();
        known.forEach(entry -> attempts.put(entry.item().id(), entry.attempts()));
        var tasks = manifest.tasks().stream().filter(JobRecords::isFirstJob).toList();
        var batches =
                IntStream.iterate(0, first -> first < tasks.size(), first -> first + TOGETHER)
                        .mapToObj(
                                first ->
                                        tasks.subList(
                                                first, Math.min(tasks.size(), first + TOGETHER)))
                        .toList();
        Parallel.map(batches, batch -> routed(batch, attempts));
    }

    private int routed(List<Task> tasks, Map<String, Integer> attempts) throws IOException {
        var happened = new ArrayList<PhaseEvent>();
        for (var task : tasks) {
            var attempt = attempts.get(task.item().id());
            happened.add(
                    PhaseEvent.of(
                            clock.instant(),
                            task.item(),
                            task.route(),
                            attempt == null ? attempts(task.item().id()) : attempt,
                            new PhaseEvent.Happening.Routed()));
        }
        events.publish(happened);
        return happened.size();
    }

    private int attempts(String itemId) throws IOException {
        return ledger.newest(itemId).map(Entry::attempts).orElse(0);
    }

    /** What goes to another job was told to be routed before. */
    private static boolean isFirstJob(Task task) {
        return task.tier() == 1 && task.repeats() == 0;
    }

    /**
     * Records that AWS Batch has the job.
     *
     * @param entries the newest of the work items that were to be submitted
     */
    Map<String, Handled> submitted(
            String jobName, String jobId, JobManifest manifest, List<Entry> entries)
            throws IOException {
        var childIds = childIds(manifest, jobId);
        var handled = new HashMap<String, Handled>();
        Parallel.map(entries, entry -> submitted(jobName, entry, childIds.get(entry.item().id())))
                .forEach(handled::putAll);
        return handled;
    }

    private static Map<String, String> childIds(JobManifest manifest, String jobId) {
        var ids = new HashMap<String, String>();
        for (int index = 0; index < manifest.children().size(); index++) {
            var childId = manifest.childId(jobId, index);
            manifest.children().get(index).forEach(task -> ids.put(task.item().id(), childId));
        }
        return ids;
    }

    private Map<String, Handled> submitted(String jobName, Entry submitting, String jobId) {
        var submitted = new State.Submitted(jobName, jobId);
        try {
            // The job may already have claimed the work item under this number: then it is in
            // good hands.
            ledger.append(submitting.next(clock.instant(), writers.get(), submitted));
            return all(List.of(submitting), Handled.DONE);
        } catch (IOException e) {
            return all(List.of(submitting), new Handled.Again(SOON, e.getMessage()));
        }
    }

    /** Ends work items that no job will take. */
    Map<String, Handled> fail(List<Entry> failed) throws IOException {
        var handled = new HashMap<String, Handled>();
        Parallel.map(failed, this::fail).forEach(handled::putAll);
        return handled;
    }

    private Map<String, Handled> fail(Entry failed) {
        try {
            ending.end(failed);
            return all(List.of(failed), Handled.DONE);
        } catch (IOException e) {
            return all(List.of(failed), new Handled.Again(SOON, e.getMessage()));
        }
    }

    Map<String, Handled> fail(List<Candidate> candidates, Failure failure) throws IOException {
        var state = new State.Failed(failure);
        return fail(
                candidates.stream()
                        .map(candidate -> candidate.next(clock.instant(), writers.get(), state))
                        .toList());
    }

    Map<String, Handled> refuse(List<Entry> submitting, Failure failure) throws IOException {
        var state = new State.Failed(failure);
        return fail(
                submitting.stream()
                        .map(entry -> entry.next(clock.instant(), writers.get(), state))
                        .toList());
    }

    static Map<String, Handled> all(List<Entry> entries, Handled handled) {
        return entries.stream().collect(Collectors.toMap(entry -> entry.item().id(), _ -> handled));
    }
}
