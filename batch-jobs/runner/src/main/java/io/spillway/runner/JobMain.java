package io.spillway.runner;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.legacy.LegacyHost;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.JobManifest;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.StoreException;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The job runner's main. All its parts are put together here. */
public final class JobMain {

    private JobMain() {}

    public static void main(String[] arguments) {
        var signal = new StopOnSignal();
        var status = run(signal);
        signal.ended(status);
        System.exit(status.code());
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
            e.printStackTrace();
            return ended(ExitStatus.BUG, e.toString());
        }
    }

    private static ExitStatus run(JobSettings settings, StopOnSignal signal) throws IOException {
        var clock = Clock.systemUTC();
        var store = new S3ObjectStore(AwsClients.of(S3Client.builder()));
        var events = new SnsEvents(AwsClients.of(SnsClient.builder()), settings.phasesTopic());
        var catalogue = BuiltInStages.catalogue();
        var definition =
                DefinitionReader.requireChecked(
                        read(store, settings.definition()),
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
                        new ObjectLedger(
                                store, settings.places().workBucket(), Places.LEDGER_PREFIX),
                        events,
                        new JobStages(
                                catalogue,
                                LegacyHost.ofThisProcess(settings.appDirectory(), System.out)),
                        settings.places(),
                        clock,
                        () -> UUID.randomUUID().toString());
        var manifest = JobManifest.fromJson(read(store, settings.manifest()));
        signal.tell(host);
        var tasks =
                new ChildTasks(
                        task -> workPath.attempt(task.item(), task.route(), host),
                        host::isStopping,
                        System.err::println);
        var status = tasks.run(tasksOf(manifest, settings));
        return ended(status, "this attempt is over.");
    }

    /**
     * @throws StoreException.Permanent if the manifest has no such child
     */
    private static List<Task> tasksOf(JobManifest manifest, JobSettings settings)
            throws StoreException.Permanent {
        if (settings.arrayIndex() >= manifest.children().size()) {
            throw new StoreException.Permanent(
                    "Cannot start the job: it is child %d, and %s has only %d. It was submitted with another manifest."
                            .formatted(
                                    settings.arrayIndex(),
                                    settings.manifest(),
                                    manifest.children().size()),
                    null);
        }
        return manifest.children().get(settings.arrayIndex());
    }

    private static JsonObject read(ObjectStore store, ObjectLocation location) throws IOException {
        return Json.readObject(
                store.get(location)
                        .orElseThrow(
                                () ->
                                        new StoreException.Permanent(
                                                "Cannot start the job: there is nothing at %s. It may have been deleted or never deployed."
                                                        .formatted(location),
                                                null)));
    }

    private static ExitStatus ended(ExitStatus status, String message) {
        System.err.println("exit " + status.code() + " " + status + ": " + message);
        return status;
    }
}
