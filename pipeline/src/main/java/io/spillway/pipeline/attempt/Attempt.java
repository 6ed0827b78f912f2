package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Lineage;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The part of the work path in which the stage works: from the claim to what is decided of it. */
final class Attempt {

    /** What an attempt came to. */
    sealed interface End {

        /** The outputs are decided, and it is recorded. */
        record Decided(State.Committing committing) implements End {}

        /**
         * No attempt can succeed; to be recorded.
         *
         * @param usage absent where the stage never began
         */
        record Failed(Failure failure, Optional<Usage> usage) implements End {}

        /** Another attempt may succeed, and it is recorded. */
        record GivenBack(Failure failure) implements End {}

        /** Another host took over; nothing of this attempt is left. */
        record Fenced() implements End {}
    }

    private final PipelineDefinition definition;
    private final ObjectStore store;
    private final Checkpoints checkpoints;
    private final Stages stages;
    private final Places places;
    private final Clock clock;
    private final Threads threads;

    Attempt(
            PipelineDefinition definition,
            ObjectStore store,
            Checkpoints checkpoints,
            Stages stages,
            Places places,
            Clock clock,
            Threads threads) {
        this.definition = definition;
        this.store = store;
        this.checkpoints = checkpoints;
        this.stages = stages;
        this.places = places;
        this.clock = clock;
        this.threads = threads;
    }

    End run(Claim claim, Host host) throws IOException {
        var entry = claim.newest();
        var phase = definition.phase(entry.item().phase());
        if (phase.isEmpty()) {
            return new End.Failed(unknownPhase(entry.item()), Optional.empty());
        }
        Stage stage;
        try {
            stage = stages.of(phase.get().stage());
        } catch (StageFailure e) {
            return new End.Failed(
                    new Failure(Failure.Kind.CONFIGURATION, e.getMessage()), Optional.empty());
        }
        return run(claim, host, phase.get(), stage);
    }

    private static Failure unknownPhase(WorkItem item) {
        return new Failure(
                Failure.Kind.CONFIGURATION,
                "Cannot run phase %s on %s: the definition has no such phase. Deploy the definition that routed it, or replay it."
                        .formatted(item.phase(), item.input().location()));
    }

    private End run(Claim claim, Host host, Phase phase, Stage stage) throws IOException {
        var entry = claim.newest();
        var claimed = new ClaimedWork(entry.item(), entry.route(), entry.attempts(), entry.at());
        var measured = new AttemptUsage(host, clock, claimed.claimedAt());
        host.started(claimed);
        try (var scratch = new Scratch(host.scratch())) {
            var stop = new StopSignal(host, claim, clock, phase, scratch);
            try (var outputs = outputs(entry, phase, stop)) {
                var resumption = new Resumption(checkpoints, entry, outputs);
                var run =
                        new StageRun(
                                store,
                                entry.item(),
                                new PinnedInput(
                                        store, entry.item(), stop, host.transferMemory(), measured),
                                outputs,
                                host.progress(claimed),
                                scratch,
                                stop,
                                resumption,
                                measured);
                StageRun.Result result;
                try (var _ = Heartbeat.of(claim, host.lease(), threads)) {
                    result =
                            new Watch(host, stop, threads)
                                    .over("stage-" + phase.name(), () -> run.run(stage));
                }
                return new AfterStage(checkpoints, claim, host, stop, outputs, resumption)
                        .settle(result, run.used());
            }
        }
    }

    private StagedOutputs outputs(Entry entry, Phase phase, StopSignal stop) {
        var stem =
                new ObjectLocation(
                        places.outputBucket(), phase.outputPrefix() + entry.item().name());
        return new StagedOutputs(store, stem, Lineage.metadata(entry.item()), stop, threads);
    }
}
