package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.InputSet;
import io.spillway.pipeline.stage.Outputs;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One run of a stage over one input: what it is given, and what its end means. */
final class StageRun implements Work {

    /** How a stage's run ended. */
    sealed interface Result {

        record Done(List<PendingUpload> uploads, Usage usage) implements Result {}

        record Broken(Failure failure) implements Result {}

        /** It gave up because it was asked to. */
        record Stopped() implements Result {}
    }

    private static final Logger LOG = System.getLogger(StageRun.class.getName());

    private final ObjectStore store;
    private final WorkItem item;
    private final PinnedInput input;
    private final StagedOutputs outputs;
    private final Progress progress;
    private final Scratch scratch;
    private final StopSignal stop;
    private final Resumption resumption;
    private final AttemptUsage usage;

    StageRun(
            ObjectStore store,
            WorkItem item,
            PinnedInput input,
            StagedOutputs outputs,
            Progress progress,
            Scratch scratch,
            StopSignal stop,
            Resumption resumption,
            AttemptUsage usage) {
        this.store = store;
        this.item = item;
        this.input = input;
        this.outputs = outputs;
        this.progress = progress;
        this.scratch = scratch;
        this.stop = stop;
        this.resumption = resumption;
        this.usage = usage;
    }

    Result run(Stage stage) throws IOException {
        try {
            usage.stageBegins();
            runUnwrapped(stage);
            usage.stageEnds();
            var uploads = outputs.finish();
            return new Result.Done(uploads, used());
        } catch (InterruptedException | StopSignal.Stopped e) {
            return new Result.Stopped();
        } catch (StageFailure e) {
            return new Result.Broken(failureOf(e));
        } catch (ObjectGone e) {
            return new Result.Broken(new Failure(Failure.Kind.INPUT_GONE, e.getMessage()));
        } catch (StoreException.Permanent e) {
            return new Result.Broken(new Failure(Failure.Kind.CONFIGURATION, e.getMessage()));
        } catch (IOException e) {
            return stop.reason().isPresent()
                    ? new Result.Stopped()
                    : new Result.Broken(new Failure(Failure.Kind.TRANSIENT, failed(e)));
        } catch (OutOfMemoryError e) {
            return new Result.Broken(stop.outOfMemory(e));
        } catch (RuntimeException | StackOverflowError e) {
            // A stage is somebody's code: what it throws unasked is its bug, not this program's
            // end.
            LOG.log(
                    Level.ERROR,
                    "Phase " + item.phase() + " on " + item.input().location() + " threw",
                    e);
            return new Result.Broken(
                    new Failure(
                            Failure.Kind.BUG,
                            failed(e)
                                    + " This is a bug in the stage; its stack trace is in the log."));
        }
    }

    /** What the attempt used until now. */
    Usage used() {
        return usage.untilNow(input.bytesRead(), outputs.written());
    }

    /** Streams of members can't throw what reading them throws. */
    private void runUnwrapped(Stage stage) throws StageFailure, IOException, InterruptedException {
        try {
            stage.run(this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Failure failureOf(StageFailure e) {
        var kind =
                switch (e) {
                    case StageFailure.Transient _ -> Failure.Kind.TRANSIENT;
                    case StageFailure.HostTooSmall _ -> Failure.Kind.MEMORY;
                    case StageFailure.BadInput _ -> Failure.Kind.BAD_INPUT;
                    case StageFailure.Configuration _ -> Failure.Kind.CONFIGURATION;
                    case StageFailure.NoSpace _ -> Failure.Kind.SCRATCH;
                    case StageFailure.Bug _ -> Failure.Kind.BUG;
                };
        return new Failure(kind, e.getMessage());
    }

    private String failed(Throwable e) {
        var reason =
                e.getMessage() == null
                        ? e.getClass().getSimpleName()
                        : e.getClass().getSimpleName() + ": " + e.getMessage();
        return "Phase %s failed on %s: %s."
                .formatted(item.phase(), item.input().location(), reason);
    }

    @Override
    public Input input() {
        return input;
    }

    @Override
    public Optional<InputSet> set() {
        return item.set().map(taken -> new PinnedSet(store, taken, input, input.memory()));
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public Path scratch() throws IOException {
        return scratch.directory();
    }

    @Override
    public void checkStop() throws InterruptedException {
        try {
            stop.check();
        } catch (StopSignal.Stopped e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    @Override
    public Optional<JsonObject> resumeFrom(String format) throws IOException {
        return resumption.from(format);
    }

    @Override
    public void checkpoint(String format, JsonObject position) {
        outputs.checkpoint(format, position);
    }

    @Override
    public void programsHold(long bytes) {
        usage.programsHold(bytes);
    }
}
