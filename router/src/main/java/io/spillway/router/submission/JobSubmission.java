package io.spillway.router.submission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.job.JobPlan;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.work.Failure;
import io.spillway.router.Handled;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands many work items to AWS Batch in few jobs, each to one job, although submitting a job has no
 * idempotency token.
 *
 * <p>The ledger says under which name a job is about to be submitted before it is. Whoever finds
 * that and no job id looks the name up first. Should two invocations submit the same name
 * nevertheless, the second job finds the work items claimed and ends.
 */
public final class JobSubmission {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final PipelineDefinition definition;
    private final Ledger ledger;
    private final JobStart start;
    private final JobRecords records;
    private final Duration patience;
    private final Clock clock;

    /**
     * @param patience how long whoever is about to submit a job is left alone: until it is dead,
     *     and AWS Batch lists the job if there is one
     */
    private JobSubmission(
            PipelineDefinition definition,
            Ledger ledger,
            JobStart start,
            JobRecords records,
            Duration patience,
            Clock clock) {
        this.definition = definition;
        this.ledger = ledger;
        this.start = start;
        this.records = records;
        this.patience = patience;
        this.clock = clock;
    }

    /** With all its parts. Whoever is about to submit a job is left alone for a lease. */
    public static JobSubmission of(
            PipelineDefinition definition, Ledger ledger, SubmissionSeams seams) {
        var records = new JobRecords(ledger, seams.events(), seams.clock(), seams.writers());
        return new JobSubmission(
                definition,
                ledger,
                new JobStart(definition, seams, records),
                records,
                seams.settings().lease(),
                seams.clock());
    }

    /**
     * Submits what no job has yet.
     *
     * @param tasks in any order, one work item perhaps several times
     * @param deadline after which no other job is begun
     * @return what became of each task, in their order
     */
    public List<Handled> submit(List<Task> tasks, Instant deadline)
            throws IOException, InterruptedException {
        var told = new LinkedHashMap<String, Task>();
        tasks.forEach(task -> told.putIfAbsent(task.item().id(), task));
        var handled = handle(List.copyOf(told.values()), deadline);
        return tasks.stream().map(task -> handled.get(task.item().id())).toList();
    }

    private record Found(String itemId, Standing standing) {}

    private Map<String, Handled> handle(List<Task> tasks, Instant deadline)
            throws IOException, InterruptedException {
        var handled = new HashMap<String, Handled>();
        var named = new LinkedHashMap<String, List<Entry>>();
        var free = new ArrayList<Candidate>();
        for (var found : Parallel.map(tasks, this::look)) {
            switch (found.standing()) {
                case Standing.Free(var candidate) -> free.add(candidate);
                case Standing.Named(var submitting, var jobName) ->
                        named.computeIfAbsent(jobName, _ -> new ArrayList<>()).add(submitting);
                case Standing.Wait(var until, var why) ->
                        handled.put(
                                found.itemId(),
                                new Handled.Again(Duration.between(clock.instant(), until), why));
                case Standing.Announce _, Standing.Settled _ ->
                        handled.put(found.itemId(), Handled.DONE);
            }
        }
        for (var job : named.entrySet()) {
            handled.putAll(start.resume(job.getKey(), job.getValue(), free, deadline));
        }
        free.removeIf(candidate -> handled.containsKey(candidate.itemId()));
        for (var group : groups(free)) {
            handled.putAll(submitGroup(group, deadline));
        }
        return handled;
    }

    private Found look(Task task) {
        var itemId = task.item().id();
        try {
            var standing = Standing.of(task, ledger.newest(itemId), clock.instant(), patience);
            if (standing instanceof Standing.Announce(var ending)) {
                records.announce(ending);
            }
            return new Found(itemId, standing);
        } catch (IOException e) {
            // The other tasks of the batch have their own results.
            return new Found(itemId, new Standing.Wait(clock.instant().plus(SOON), e.getMessage()));
        }
    }

    /** Tasks that may share a job. */
    private record Kind(String pipeline, String phase, int tier) {
        static Kind of(Candidate candidate) {
            var item = candidate.task().item();
            return new Kind(item.pipeline(), item.phase(), candidate.task().tier());
        }
    }

    private static Iterable<List<Candidate>> groups(List<Candidate> free) {
        return free.stream().collect(groupingBy(Kind::of, LinkedHashMap::new, toList())).values();
    }

    private Map<String, Handled> submitGroup(List<Candidate> group, Instant deadline)
            throws IOException, InterruptedException {
        var phase = group.getFirst().task().item().phase();
        var known = definition.phase(phase);
        var needs = known.flatMap(Phase::batch);
        if (needs.isEmpty()) {
            return noBatch(group, phase);
        }
        var handled = new HashMap<String, Handled>();
        var byItem = new HashMap<String, Candidate>();
        group.forEach(candidate -> byItem.put(candidate.itemId(), candidate));
        for (var job :
                JobPlan.of(
                        group.stream().map(Candidate::task).toList(),
                        limits(known.get(), needs.get()))) {
            handled.putAll(start.start(job, byItem, deadline));
        }
        return handled;
    }

    /** The container of an untouched image is started once for each task. */
    private static JobPlan.Limits limits(Phase phase, BatchNeeds needs) {
        var untouched =
                phase.stage() instanceof StageSpec.Legacy(var contract)
                        && contract.image().isPresent();
        return untouched ? JobPlan.Limits.alone() : JobPlan.Limits.of(needs.timeout());
    }

    /** A definition was deployed meanwhile by which the phase has no jobs. */
    private Map<String, Handled> noBatch(List<Candidate> group, String phase) throws IOException {
        var failure =
                new Failure(
                        Failure.Kind.CONFIGURATION,
                        "Cannot submit a job of phase %s: the definition has no batch section for it. Give it one, then run it again with ./spillway replay --failed --kind configuration."
                                .formatted(phase));
        return records.fail(group, failure);
    }
}
