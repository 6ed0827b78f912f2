package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.SizeTiers;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.pipeline.work.WorkScope;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The path of a work item, the same in the function and in a container: claim, read, stage, commit,
 * record, publish.
 *
 * <p>Nothing is lost, because a work item's state is recorded before the message or job that
 * carries it is done with. Nothing is done twice, because only the host whose claim is the newest
 * can commit, and what it commits is invisible until then.
 */
public final class WorkPath {

    /** The {@link Host#lease} of a host that doesn't say otherwise. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /**
     * Attempts inside the function at one work item before it goes to Batch, or fails where its
     * phase has none. Those that ended without a word count too.
     */
    public static final int MOST_INLINE_ATTEMPTS = 3;

    private final PipelineDefinition definition;
    private final Ledger ledger;
    private final Clock clock;
    private final Supplier<String> writers;
    private final Attempt attempts;
    private final Checkpoints checkpoints;
    private final Commit commit;
    private final Ending ending;
    private final Recoveries recoveries;

    /**
     * @param writers gives each attempt a name that no other attempt has or had
     */
    public WorkPath(
            PipelineDefinition definition,
            ObjectStore store,
            Ledger ledger,
            Events events,
            Stages stages,
            Places places,
            Clock clock,
            Supplier<String> writers) {
        this(definition, store, ledger, events, stages, places, clock, writers, Threads.REAL);
    }

    /**
     * @param writers gives each attempt a name that no other attempt has or had
     * @param threads what stages and uploads run on, and what waits for them
     */
    public WorkPath(
            PipelineDefinition definition,
            ObjectStore store,
            Ledger ledger,
            Events events,
            Stages stages,
            Places places,
            Clock clock,
            Supplier<String> writers,
            Threads threads) {
        this.definition = definition;
        this.ledger = ledger;
        this.clock = clock;
        this.writers = writers;
        this.checkpoints = new Checkpoints(store, places);
        this.attempts = new Attempt(definition, store, checkpoints, stages, places, clock, threads);
        this.commit = new Commit(store, places);
        this.ending = new Ending(ledger, events, clock);
        this.recoveries = new Recoveries(events, clock);
    }

    /**
     * Takes a work item as far as it can be taken now.
     *
     * @throws IOException if the ledger or the topic can't be reached. What was done until then
     *     stands, and calling again goes on from there
     */
    public Outcome attempt(WorkItem item, Route route, Host host) throws IOException {
        var writer = writers.get();
        var claimed = new State.Claimed(host.worker(), clock.instant().plus(host.lease()));
        var entry = Entry.first(clock.instant(), writer, item, route, claimed);
        var before = Optional.<Entry>empty();
        while (!ledger.append(entry)) {
            var newest = ledger.newest(item.id()).orElseThrow(() -> emptyLedger(item));
            switch (NextStep.decide(newest, host.worker(), host.jobName(), clock.instant())) {
                case NextStep.TakeOver() -> {
                    entry = newest.withRoute(route).next(clock.instant(), writer, claimed);
                    before = Optional.of(newest);
                }
                case NextStep.Leave(var until) -> {
                    return new Outcome.Busy(until);
                }
                case NextStep.LeaveToBatch() -> {
                    return new Outcome.InBatch();
                }
                case NextStep.Release(var holder, var failure) ->
                        ledger.append(
                                newest.next(
                                        clock.instant(),
                                        writer,
                                        new State.Released(holder, failure)));
                case NextStep.GiveBack(var failure) -> {
                    return new Outcome.GivenBack(failure, newest.attempts());
                }
                case NextStep.FinishCommit(var committing) -> {
                    return finish(newest, committing, host.worker());
                }
                case NextStep.Announce() -> {
                    ending.announce(newest);
                    return new Outcome.Ended(newest.state());
                }
                case NextStep.Nothing() -> {
                    return new Outcome.Ended(newest.state());
                }
            }
        }
        var claim = new Claim(ledger, clock, entry);
        var taken = before;
        return WorkScope.of(entry.item(), entry.attempts())
                .call(
                        () -> {
                            taken.ifPresent(last -> recoveries.takenOver(last, claim.newest()));
                            return run(claim, host);
                        });
    }

    private Outcome run(Claim claim, Host host) throws IOException {
        return switch (attempts.run(claim, host)) {
            case Attempt.End.Decided(var committing) ->
                    finish(claim.newest(), committing, host.worker());
            case Attempt.End.Failed(var failure, var usage) ->
                    fail(claim, new State.Failed(failure, usage));
            case Attempt.End.GivenBack(var failure) ->
                    new Outcome.GivenBack(failure, claim.newest().attempts());
            case Attempt.End.Fenced() -> new Outcome.Fenced();
        };
    }

    private Outcome fail(Claim claim, State.Failed failed) throws IOException {
        if (!claim.advance(failed)) {
            return new Outcome.Fenced();
        }
        ending.announce(claim.newest());
        checkpoints.discard(claim.newest());
        return new Outcome.Ended(failed);
    }

    private static IllegalStateException emptyLedger(WorkItem item) {
        return new IllegalStateException(
                "The ledger refused the first entry of work item %s and has none. Nothing may delete ledger entries."
                        .formatted(item.id()));
    }

    /**
     * Sees to it that the end of a job isn't the end of its work items' stories: ends one that the
     * job left undone, or records that another job follows.
     *
     * @param job the job, or the child of an array job, that had the task
     * @param alone whether it had no other task
     * @return the task for the next job, to be sent to the submissions queue; empty if there is
     *     nothing to send. Calling again gives it again until its job is submitted
     */
    public Optional<Task> jobEnded(Task task, EndedJob job, boolean alone) throws IOException {
        for (var newest = ledger.newest(task.item().id());
                newest.isPresent();
                newest = ledger.newest(task.item().id())) {
            var entry = newest.get();
            switch (AfterJob.decide(entry, task, job, alone, tiers(task))) {
                case AfterJob.Leave() -> {
                    return Optional.empty();
                }
                case AfterJob.FinishCommit(var committing) -> {
                    var worker = new Worker.JobAttempt(job.jobId(), job.attempts());
                    if (finish(entry, committing, worker) instanceof Outcome.Ended) {
                        return Optional.empty();
                    }
                }
                case AfterJob.Announce() -> {
                    ending.announce(entry);
                    return Optional.empty();
                }
                case AfterJob.Requeue(var requeued) -> {
                    if (ledger.append(entry.next(clock.instant(), writers.get(), requeued))) {
                        recoveries.requeued(entry, job, requeued);
                    }
                }
                case AfterJob.SendAgain(var next) -> {
                    return Optional.of(next);
                }
                case AfterJob.Fail(var failure) -> {
                    if (giveUp(entry, failure)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a job's end leaves nothing to do for a task, because others have it in hand. */
    public boolean isSettled(Task task, EndedJob job) throws IOException {
        var newest = ledger.newest(task.item().id());
        return newest.isEmpty()
                || AfterJob.decide(newest.get(), task, job, true, tiers(task))
                        instanceof AfterJob.Leave;
    }

    private int tiers(Task task) {
        return definition
                .phase(task.item().phase())
                .flatMap(Phase::batch)
                .map(needs -> SizeTiers.of(needs).size())
                .orElse(0);
    }

    /**
     * Records and announces an ending that needs no attempt, unless the work item has a state
     * already.
     */
    public Outcome endWithoutAttempt(WorkItem item, Route route, State end) throws IOException {
        var entry = Entry.first(clock.instant(), writers.get(), item, route, end);
        return ending.end(entry) ? new Outcome.Ended(end) : announceIfEnded(item);
    }

    /**
     * Ends a work item that was given back, for a host that won't try again. Does nothing if
     * another host has it.
     */
    public void endReleased(String workItemId, Failure failure) throws IOException {
        var newest = ledger.newest(workItemId);
        if (newest.isPresent() && newest.get().state() instanceof State.Released) {
            giveUp(newest.get(), failure);
        }
    }

    /**
     * Ends a work item whose last attempt, if it came to an end by itself, told what it had used.
     *
     * @return whether this ending was recorded; false if another entry has its number
     */
    private boolean giveUp(Entry newest, Failure failure) throws IOException {
        Optional<Usage> usage =
                newest.state() instanceof State.Released(var _, var _, var used)
                        ? used
                        : Optional.empty();
        var failed = newest.next(clock.instant(), writers.get(), new State.Failed(failure, usage));
        if (!ending.end(failed)) {
            return false;
        }
        checkpoints.discard(newest);
        return true;
    }

    /** Finishes what an attempt decided, whether that was this one or one that died. */
    private Outcome finish(Entry decided, State.Committing committing, Worker worker)
            throws IOException {
        var item = decided.item();
        var results = commit.complete(item, committing);
        if (results.isEmpty()) {
            var lost = lostOutputs(item);
            var released = new State.Released(worker, lost, Optional.of(committing.usage()));
            var entry =
                    decided.next(clock.instant(), writers.get(), released)
                            .withCheckpoint(Optional.empty());
            if (ledger.append(entry)) {
                checkpoints.abort(committing.uploads());
            }
            return new Outcome.GivenBack(lost, decided.attempts());
        }
        var commit = Duration.between(decided.at(), clock.instant());
        var succeeded =
                new State.Succeeded(results.get(), committing.usage().committedAfter(commit));
        if (ending.end(decided.next(clock.instant(), writers.get(), succeeded))) {
            return new Outcome.Ended(succeeded);
        }
        return announceIfEnded(item);
    }

    private static Failure lostOutputs(WorkItem item) {
        return new Failure(
                Failure.Kind.TRANSIENT,
                "Cannot complete the outputs of %s: their uploads were aborted, or parts of them replaced. The phase runs again."
                        .formatted(item.input().location()));
    }

    /** For a host that found another one a step ahead, which may have died since. */
    private Outcome announceIfEnded(WorkItem item) throws IOException {
        var newest = ledger.newest(item.id()).orElseThrow(() -> emptyLedger(item));
        if (PhaseEvent.ending(newest).isPresent()) {
            ending.announce(newest);
        }
        return new Outcome.Ended(newest.state());
    }
}
