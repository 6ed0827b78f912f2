package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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

    private final PipelineDefinition definition;
    private final ObjectStore store;
    private final Ledger ledger;
    private final Stages stages;
    private final Places places;
    private final Clock clock;
    private final Supplier<String> writers;
    private final Sleeper sleeper;
    private final Commit commit;
    private final Ending ending;

    /**
     * A work path in real time.
     *
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
        this(definition, store, ledger, events, stages, places, clock, writers, Sleeper.REAL);
    }

    /**
     * @param writers gives each attempt a name that no other attempt has or had
     * @param sleeper lets the time between two renewals of a claim pass
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
            Sleeper sleeper) {
        this.definition = definition;
        this.store = store;
        this.ledger = ledger;
        this.stages = stages;
        this.places = places;
        this.clock = clock;
        this.writers = writers;
        this.sleeper = sleeper;
        this.commit = new Commit(store, places);
        this.ending = new Ending(ledger, events, clock);
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
        while (!ledger.append(entry)) {
            var newest = ledger.newest(item.id()).orElseThrow(() -> emptyLedger(item));
            switch (NextStep.decide(newest, host.worker(), clock.instant())) {
                case NextStep.TakeOver() ->
                        entry = newest.withRoute(route).next(clock.instant(), writer, claimed);
                case NextStep.Leave(var until) -> {
                    return new Outcome.Busy(until);
                }
                case NextStep.LeaveToBatch() -> {
                    return new Outcome.InBatch();
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
        return work(new Claim(ledger, clock, entry), host);
    }

    private static IllegalStateException emptyLedger(WorkItem item) {
        return new IllegalStateException(
                "The ledger refused the first entry of work item %s and has none. Nothing may delete ledger entries."
                        .formatted(item.id()));
    }

    private Outcome work(Claim claim, Host host) throws IOException {
        var entry = claim.newest();
        var claimed = new ClaimedWork(entry.item(), entry.route(), entry.attempts(), entry.at());
        var phase = definition.phase(entry.item().phase());
        if (phase.isEmpty()) {
            return fail(claim, unknownPhase(entry.item()));
        }
        host.started(claimed);
        var stop = new StopSignal(host, claim, clock);
        var stem =
                new ObjectLocation(
                        places.outputBucket(), phase.get().outputPrefix() + entry.item().name());
        try (var outputs =
                        new StagedOutputs(
                                store,
                                stem,
                                Map.of(Commit.ITEM_METADATA, entry.item().id()),
                                stop);
                var scratch = new Scratch(host.scratch())) {
            StageRun.Result result;
            try (var _ = Heartbeat.of(claim, host.lease(), sleeper)) {
                var input = new PinnedInput(store, entry.item(), stop);
                var run =
                        new StageRun(
                                entry.item(),
                                input,
                                outputs,
                                host.progress(claimed),
                                scratch,
                                stop);
                result = run(phase.get(), run, claimed);
            }
            return settle(claim, host, stop, outputs, result);
        }
    }

    private StageRun.Result run(Phase phase, StageRun run, ClaimedWork claimed) throws IOException {
        Stage stage;
        try {
            stage = stages.of(phase.stage());
        } catch (StageFailure e) {
            return new StageRun.Result.Broken(
                    new Failure(Failure.Kind.CONFIGURATION, e.getMessage()));
        }
        return run.run(stage, claimed.claimedAt(), clock);
    }

    private Outcome settle(
            Claim claim, Host host, StopSignal stop, StagedOutputs outputs, StageRun.Result result)
            throws IOException {
        switch (result) {
            case StageRun.Result.Done(var uploads, var usage) -> {
                var committing = new State.Committing(uploads, claim.fence(), usage);
                if (claim.advance(committing)) {
                    return finish(claim.newest(), committing, host.worker());
                }
                outputs.discard();
                return new Outcome.Fenced();
            }
            case StageRun.Result.Broken(var failure) -> {
                outputs.discard();
                return failure.kind().isRetryable()
                        ? giveBack(claim, host, failure)
                        : fail(claim, failure);
            }
            case StageRun.Result.Stopped() -> {
                outputs.discard();
                return claim.isLost()
                        ? new Outcome.Fenced()
                        : giveBack(claim, host, stopReason(claim, stop));
            }
        }
    }

    private static Failure stopReason(Claim claim, StopSignal stop) {
        return stop.reason()
                .orElseGet(
                        () ->
                                new Failure(
                                        Failure.Kind.STOPPED,
                                        "Stopped phase %s on %s: its thread was interrupted."
                                                .formatted(
                                                        claim.newest().item().phase(),
                                                        claim.newest().item().input().location())));
    }

    private static Failure unknownPhase(WorkItem item) {
        return new Failure(
                Failure.Kind.CONFIGURATION,
                "Cannot run phase %s on %s: the definition has no such phase. Deploy the definition that routed it, or replay it."
                        .formatted(item.phase(), item.input().location()));
    }

    private Outcome fail(Claim claim, Failure failure) throws IOException {
        var failed = new State.Failed(failure);
        if (!claim.advance(failed)) {
            return new Outcome.Fenced();
        }
        ending.announce(claim.newest());
        return new Outcome.Ended(failed);
    }

    private Outcome giveBack(Claim claim, Host host, Failure failure) throws IOException {
        if (!claim.advance(new State.Released(host.worker(), failure))) {
            return new Outcome.Fenced();
        }
        return new Outcome.GivenBack(failure, claim.newest().attempts());
    }

    /**
     * Ends a work item whose job has ended, unless another host has it in hand.
     *
     * @param jobId of the job that ended
     * @param lost what to record if the job ended without finishing the work item
     */
    public void jobEnded(String workItemId, String jobName, String jobId, Failure lost)
            throws IOException {
        for (var newest = ledger.newest(workItemId);
                newest.isPresent();
                newest = ledger.newest(workItemId)) {
            var entry = newest.get();
            switch (AfterJob.decide(entry, jobName, jobId, lost)) {
                case AfterJob.Leave() -> {
                    return;
                }
                case AfterJob.FinishCommit(var committing) -> {
                    finish(entry, committing, new Worker.JobAttempt(jobId, 0));
                    return;
                }
                case AfterJob.Announce() -> {
                    ending.announce(entry);
                    return;
                }
                case AfterJob.Fail(var failure) -> {
                    if (ending.end(
                            entry.next(
                                    clock.instant(), writers.get(), new State.Failed(failure)))) {
                        return;
                    }
                }
            }
        }
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
            ending.end(
                    newest.get().next(clock.instant(), writers.get(), new State.Failed(failure)));
        }
    }

    /** Finishes what an attempt decided, whether that was this one or one that died. */
    private Outcome finish(Entry decided, State.Committing committing, Worker worker)
            throws IOException {
        var item = decided.item();
        var results = commit.complete(item, committing);
        if (results.isEmpty()) {
            var lost = lostOutputs(item);
            ledger.append(
                    decided.next(clock.instant(), writers.get(), new State.Released(worker, lost)));
            return new Outcome.GivenBack(lost, decided.attempts());
        }
        var succeeded = new State.Succeeded(results.get(), committing.usage());
        if (ending.end(decided.next(clock.instant(), writers.get(), succeeded))) {
            return new Outcome.Ended(succeeded);
        }
        return announceIfEnded(item);
    }

    private static Failure lostOutputs(WorkItem item) {
        return new Failure(
                Failure.Kind.TRANSIENT,
                "Cannot complete the outputs of %s: their uploads were aborted. The phase runs again."
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
