package io.spillway.runner;

import io.spillway.legacy.LegacyHost;
import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.Sleeper;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.StoreException;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;

/** One attempt of a job, from its settings to its exit status. */
public final class JobRun {

    /**
     * What a job reaches the world through.
     *
     * @param writers gives names that nobody else ever gives
     * @param sleeper lets the time between two renewals of a claim pass
     */
    public record Seams(
            ObjectStore store,
            Events events,
            Clock clock,
            Supplier<String> writers,
            Sleeper sleeper) {}

    /** With what to exit, and why. */
    public record Exit(ExitStatus status, String message) {}

    private final JobSettings settings;
    private final Seams seams;
    private final JobHost host;

    public JobRun(JobSettings settings, Seams seams) {
        this.settings = settings;
        this.seams = seams;
        this.host =
                new JobHost(
                        new Worker.JobAttempt(settings.jobId(), settings.attempt()),
                        settings.scratch(),
                        seams.events(),
                        seams.clock());
    }

    /** Asks the attempt to hand its work item back. It ends soon. */
    public void stop() {
        host.stop();
    }

    /** Runs to the end, whatever that is. Call it once. */
    public Exit run() {
        try {
            var workPath = workPath();
            var task = JobManifest.fromJson(read(settings.manifest())).tasks().getFirst();
            return exit(workPath.attempt(task.item(), task.route(), host));
        } catch (MistakenDefinition e) {
            return new Exit(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (StoreException.Permanent e) {
            return new Exit(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            return new Exit(ExitStatus.TRANSIENT, e.getMessage());
        } catch (RuntimeException e) {
            // The edge of the program: whatever wasn't foreseen is a bug, and Batch need not try it
            // again.
            e.printStackTrace();
            return new Exit(ExitStatus.BUG, e.toString());
        }
    }

    private WorkPath workPath() throws IOException {
        var catalogue = BuiltInStages.catalogue();
        var definition =
                DefinitionReader.requireChecked(
                        read(settings.definition()), settings.definition().toString(), catalogue);
        return new WorkPath(
                definition,
                seams.store(),
                new ObjectLedger(
                        seams.store(), settings.places().workBucket(), Places.LEDGER_PREFIX),
                seams.events(),
                new JobStages(
                        catalogue, LegacyHost.ofThisProcess(settings.appDirectory(), System.out)),
                settings.places(),
                seams.clock(),
                seams.writers(),
                seams.sleeper());
    }

    private JsonObject read(ObjectLocation location) throws IOException {
        return Json.readObject(
                seams.store()
                        .get(location)
                        .orElseThrow(
                                () ->
                                        new StoreException.Permanent(
                                                "Cannot start the job: there is nothing at %s. It may have been deleted or never deployed."
                                                        .formatted(location),
                                                null)));
    }

    private static Exit exit(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ended(State.Failed(var failure)) ->
                    new Exit(ExitStatus.of(failure.kind()), failure.message());
            case Outcome.Ended(var state) ->
                    new Exit(ExitStatus.DONE, "The work item is " + state.word() + ".");
            case Outcome.Busy(var until) ->
                    new Exit(
                            ExitStatus.DONE,
                            "Another host works on it, at least until "
                                    + until
                                    + ": nothing to do here.");
            case Outcome.InBatch() ->
                    new Exit(ExitStatus.DONE, "Another job has it: nothing to do here.");
            case Outcome.GivenBack(var failure, var _) ->
                    new Exit(ExitStatus.of(failure.kind()), failure.message());
            case Outcome.Fenced() ->
                    new Exit(
                            ExitStatus.DONE,
                            "Another host took over: what was written here is discarded.");
        };
    }
}
