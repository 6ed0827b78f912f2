package io.spillway.pipeline.attempt;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What an attempt does once its stage's run is over: decides its outputs, or clears them away. */
final class AfterStage {

    private final Checkpoints checkpoints;
    private final Claim claim;
    private final Host host;
    private final StopSignal stop;
    private final StagedOutputs outputs;
    private final Resumption resumption;

    AfterStage(
            Checkpoints checkpoints,
            Claim claim,
            Host host,
            StopSignal stop,
            StagedOutputs outputs,
            Resumption resumption) {
        this.checkpoints = checkpoints;
        this.claim = claim;
        this.host = host;
        this.stop = stop;
        this.outputs = outputs;
        this.resumption = resumption;
    }

    /**
     * @param used by the attempt until its stage's run was over
     */
    Attempt.End settle(StageRun.Result result, Usage used) throws IOException {
        switch (result) {
            case StageRun.Result.Done(var uploads, var usage) -> {
                var committing = new State.Committing(uploads, claim.fence(), usage);
                if (!claim.advance(committing)) {
                    return fenced();
                }
                dropUnused(claim.newest());
                return new Attempt.End.Decided(committing);
            }
            case StageRun.Result.Broken(var failure) -> {
                if (failure.kind().isRetryable() || failure.kind().spills()) {
                    return giveBack(failure, used);
                }
                outputs.discardAllBut(List.of());
                return new Attempt.End.Failed(failure, Optional.of(used));
            }
            case StageRun.Result.Stopped() -> {
                return claim.isLost() ? fenced() : giveBack(stopReason(), used);
            }
        }
    }

    private Attempt.End fenced() throws IOException {
        outputs.discardAllBut(List.of());
        return new Attempt.End.Fenced();
    }

    /** The stage began anew: the outputs of the earlier attempt are of no use to anybody. */
    private void dropUnused(Entry before) throws IOException {
        if (!resumption.isTaken()) {
            checkpoints.discard(before);
        }
    }

    /**
     * Records first that the attempt has ended, since time may be short, and aborts what is of no
     * use afterwards. A checkpoint of the stage replaces an earlier one; without it the earlier one
     * stands.
     */
    private Attempt.End giveBack(Failure failure, Usage used) throws IOException {
        var before = claim.newest();
        var released = new State.Released(host.worker(), failure, Optional.of(used));
        var checkpoint = outputs.lastCheckpoint();
        Optional<ObjectLocation> written = Optional.empty();
        List<PendingUpload> kept = List.of();
        if (checkpoint.isPresent()) {
            written = checkpoints.write(before.item().id(), claim.fence(), checkpoint.get());
        }
        if (written.isPresent()) {
            kept = checkpoint.get().allUploads();
        }
        if (!claim.advance(released, written.or(before::checkpoint))) {
            return fenced();
        }
        outputs.discardAllBut(kept);
        if (written.isPresent()) {
            dropUnused(before);
        }
        return new Attempt.End.GivenBack(failure);
    }

    private Failure stopReason() {
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
}
