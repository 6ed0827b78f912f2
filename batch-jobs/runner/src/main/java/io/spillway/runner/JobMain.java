package io.spillway.runner;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.legacy.LegacyHost;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
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
import io.spillway.pipeline.telemetry.EmfMeter;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The job runner's main. All its parts are put together here. */
public final class JobMain {

    private static final Logger LOG = System.getLogger(JobMain.class.getName());

    /** Takes what a legacy program prints. */
    private static final Logger PROGRAM = System.getLogger("program");

    private JobMain() {}

    public static void main(String[] arguments) {
        var signal = new StopOnSignal();
        var status = scope(System.getenv()).call(() -> run(signal));
        signal.ended(status);
        System.exit(status.code());
    }

    /** What every line of the job says. Where its environment is incomplete, lines say less. */
    private static LogContext scope(Map<String, String> environment) {
        return LogContext.current()
                .toStandardOutput()
                .with(LogField.JOB_ID, Optional.ofNullable(environment.get("AWS_BATCH_JOB_ID")))
                .with(
                        LogField.JOB_ATTEMPT,
                        Optional.ofNullable(environment.get("AWS_BATCH_JOB_ATTEMPT")))
                .within(
                        Optional.ofNullable(environment.get(TraceContext.VARIABLE))
                                .flatMap(TraceContext::ofTraceparent));
    }

    private static ExitStatus run(StopOnSignal signal) {
        try {
            return run(JobSettings.of(System.getenv()), signal);
        } catch (JobSettings.Incomplete | MistakenDefinition e) {
            return ended(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (StoreException.Permanent e) {
            return ended(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            return ended(ExitStatus.TRANSIENT, e.getMessage());
        } catch (RuntimeException e) {
            // The edge of the program: whatever wasn't foreseen is a bug, and Batch need not try it
            // again.
            LOG.log(Level.ERROR, "The job runner has a bug", e);
            return ended(ExitStatus.BUG, e.toString());
        }
    }

    private static ExitStatus run(JobSettings settings, StopOnSignal signal) throws IOException {
        var clock = Clock.systemUTC();
        var store = new S3ObjectStore(AwsClients.of(S3Client.builder()));
        var meter = new EmfMeter(clock, LogContext::writeLine);
        var events =
                new MeteredEvents(
                        new SnsEvents(AwsClients.of(SnsClient.builder()), settings.phasesTopic()),
                        meter);
        var catalogue = BuiltInStages.catalogue();
        var definition =
                DefinitionReader.requireChecked(
                        Json.readObject(read(store, settings.definition())),
                        settings.definition().toString(),
                        catalogue);
        var host =
                new JobHost(
                        new Worker.JobAttempt(settings.jobId(), settings.attempt()),
                        settings.scratch(),
                        events,
                        clock);
        var workPath =
                new WorkPath(
                        definition,
                        store,
                        new MeteredLedger(
                                new ObjectLedger(
                                        store,
                                        settings.places().workBucket(),
                                        Places.LEDGER_PREFIX),
                                meter),
                        events,
                        new JobStages(
                                catalogue,
                                LegacyHost.ofThisProcess(
                                        settings.appDirectory(),
                                        line -> PROGRAM.log(Level.INFO, line))),
                        settings.places(),
                        clock,
                        () -> UUID.randomUUID().toString());
        var tasks = tasks(read(store, settings.manifest()), settings);
        signal.tell(host);
        try {
            var child =
                    new ChildTasks(
                            task -> workPath.attempt(task.item(), task.route(), host),
                            host::isStopping,
                            line -> LOG.log(Level.INFO, line));
            return ended(child.run(tasks), "this attempt is over.");
        } finally {
            measure(meter, tasks.getFirst().item());
        }
    }

    /** All tasks of a child are of one phase. */
    private static void measure(Meter meter, WorkItem item) {
        var subject = Subject.of(item.pipeline(), item.phase());
        PeakMemory.ofThisProcess()
                .ifPresent(bytes -> meter.add(Metric.PEAK_MEMORY, subject, bytes));
        meter.flush();
    }

    /**
     * @throws StoreException.Permanent if the manifest has no such child
     */
    private static List<Task> tasks(byte[] manifest, JobSettings settings)
            throws StoreException.Permanent {
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

    private static byte[] read(ObjectStore store, ObjectLocation location) throws IOException {
        return store.get(location)
                .orElseThrow(
                        () ->
                                new StoreException.Permanent(
                                        "Cannot start the job: there is nothing at %s. It may have been deleted or never deployed."
                                                .formatted(location),
                                        null));
    }

    private static ExitStatus ended(ExitStatus status, String message) {
        var level = status == ExitStatus.DONE ? Level.INFO : Level.ERROR;
        LOG.log(level, "exit " + status.code() + " " + status + ": " + message);
        return status;
    }
}
