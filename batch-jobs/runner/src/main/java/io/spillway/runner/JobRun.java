package io.spillway.runner;

import io.spillway.legacy.LegacyHost;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.Threads;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.MeteredEvents;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.MeteredLedger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** One attempt of a job, or of a child of an array job, from its settings to its exit status. */
public final class JobRun {

    private static final Logger LOG = System.getLogger(JobRun.class.getName());

    /** Takes what a legacy program prints. */
    private static final Logger PROGRAM = System.getLogger("program");

    /**
     * What a job reaches the world through.
     *
     * @param writers gives names that nobody else ever gives
     * @param threads lets stages work, and the time between two renewals of a claim pass
     */
    public record Seams(
            ObjectStore store,
            Events events,
            Clock clock,
            Supplier<String> writers,
            Threads threads,
            Meter meter) {}

    /** With what to exit, and why. */
    public record Exit(ExitStatus status, String message) {}

    private final JobSettings settings;
    private final Seams seams;
    private final Events events;
    private final JobHost host;

    public JobRun(JobSettings settings, Seams seams) {
        this.settings = settings;
        this.seams = seams;
        this.events = new MeteredEvents(seams.events(), seams.meter());
        this.host =
                new JobHost(
                        new Worker.JobAttempt(settings.jobId(), settings.attempt()),
                        settings.places().jobName(settings.manifest()),
                        settings.scratch(),
                        ScratchLimit.of(settings.scratch()),
                        events,
                        seams.clock());
    }

    /** Asks the attempt to hand its work items back. It ends soon. */
    public void stop() {
        host.stop();
    }

    /** Runs to the end, whatever that is. Call it once. */
    public Exit run() {
        try {
            return new Exit(runTasks(), "this attempt is over.");
        } catch (MistakenDefinition e) {
            return new Exit(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (StoreException.Permanent e) {
            return new Exit(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            return new Exit(ExitStatus.TRANSIENT, e.getMessage());
        } catch (RuntimeException e) {
            // The edge of the program: whatever wasn't foreseen is a bug, and Batch need not try it
            // again.
            LOG.log(Level.ERROR, "The job runner has a bug", e);
            return new Exit(ExitStatus.BUG, e.toString());
        }
    }

    private ExitStatus runTasks() throws IOException {
        var workPath = workPath();
        var tasks = tasks(read(settings.manifest()));
        try {
            return new ChildTasks(
                            task -> workPath.attempt(task.item(), task.route(), host),
                            host::isStopping,
                            line -> LOG.log(Level.INFO, line))
                    .run(tasks);
        } finally {
            measure(tasks.getFirst().item());
        }
    }

    private WorkPath workPath() throws IOException {
        var catalogue = BuiltInStages.catalogue();
        var definition =
                DefinitionReader.requireChecked(
                        Json.readObject(read(settings.definition())),
                        settings.definition().toString(),
                        catalogue);
        return new WorkPath(
                definition,
                seams.store(),
                new MeteredLedger(
                        new ObjectLedger(
                                seams.store(),
                                settings.places().workBucket(),
                                Places.LEDGER_PREFIX),
                        seams.meter()),
                events,
                new JobStages(
                        catalogue,
                        LegacyHost.ofThisProcess(
                                settings.appDirectory(), line -> PROGRAM.log(Level.INFO, line)),
                        settings.taskMetadata(),
                        Gate.room(settings.scratch())),
                settings.places(),
                seams.clock(),
                seams.writers(),
                seams.threads());
    }

    /** All tasks of a child are of one phase. */
    private void measure(WorkItem item) {
        var subject = Subject.of(item.pipeline(), item.phase());
        host.peakMemory()
                .ifPresent(
                        bytes ->
                                seams.meter()
                                        .add(
                                                Metric.PEAK_MEMORY,
                                                subject,
                                                bytes + host.programsPeakMemory()));
        seams.meter().flush();
    }

    /**
     * @throws StoreException.Permanent if the manifest has no such child
     */
    private List<Task> tasks(byte[] manifest) throws StoreException.Permanent {
        return JobManifest.child(manifest, settings.arrayIndex())
                .orElseThrow(
                        () ->
                                new StoreException.Permanent(
                                        "Cannot start the job: it is child %d, and %s has only %d. It was submitted with another manifest."
                                                .formatted(
                                                        settings.arrayIndex(),
                                                        settings.manifest(),
                                                        Json.readObject(manifest)
                                                                .array("children")
                                                                .size()),
                                        null));
    }

    private byte[] read(ObjectLocation location) throws IOException {
        return seams.store()
                .get(location)
                .orElseThrow(
                        () ->
                                new StoreException.Permanent(
                                        "Cannot start the job: there is nothing at %s. It may have been deleted or never deployed."
                                                .formatted(location),
                                        null));
    }
}
