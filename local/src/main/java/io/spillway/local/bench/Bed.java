package io.spillway.local.bench;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.local.definition.YamlDocument;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployer;
import io.spillway.local.deploy.Deployment;
import io.spillway.local.fault.Faults;
import io.spillway.local.function.FunctionConfiguration;
import io.spillway.local.function.FunctionHost;
import io.spillway.local.run.JobProcesses;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.router.RouterFunction;
import io.spillway.router.Settings;
import io.spillway.router.aws.BatchJobs;
import io.spillway.router.aws.SqsIntakeQueue;
import io.spillway.router.submission.Sleeper;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A pipeline, deployed to fresh stand-ins and running, put together as a run is. Only one at a
 * time: clients of a process look for the services in one place.
 */
final class Bed implements AutoCloseable {

    private static final String PIPELINE = "bench";

    /** As in a run: one whole vCPU's worth. */
    private static final int FUNCTION_MEMORY_MIB = 1_769;

    private static final Duration FUNCTION_TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_VCPUS = 2;

    private final Twin twin;
    private final JobMemory jobs;
    private final Clients clients;
    private final Deployment deployment;
    private final RequestCounts requests = new RequestCounts();
    private final FunctionHost function;
    private final Ends ends;

    /**
     * Starts everything.
     *
     * @param phase the one phase, {@code convert}, in YAML
     * @param state doesn't exist yet
     */
    static Bed start(String phase, Path state, int concurrency) throws IOException {
        return ofPhases("  convert: " + phase + "\n", state, concurrency);
    }

    /**
     * Starts everything.
     *
     * @param phases in YAML, each on lines of its own, indented by two spaces
     * @param state doesn't exist yet
     */
    static Bed ofPhases(String phases, Path state, int concurrency) throws IOException {
        Files.createDirectories(state);
        var document =
                (JsonObject)
                        YamlDocument.read(
                                        "pipeline: %s\nphases:\n%s"
                                                .formatted(PIPELINE, phases)
                                                .getBytes(StandardCharsets.UTF_8))
                                .root()
                                .orElseThrow();
        return new Bed(document, state, concurrency);
    }

    private Bed(JsonObject document, Path state, int concurrency) throws IOException {
        var processes = new JobProcesses(state);
        jobs = new JobMemory(processes);
        twin = Twin.start(state, Faults.none(), jobs, PIPELINE + "-intake");
        processes.pointTo(twin.endpoints());
        Clients.pointTo(twin.endpoints());
        clients = Clients.create();
        var definition =
                DefinitionReader.requireChecked(document, PIPELINE, BuiltInStages.catalogue());
        deployment =
                new Deployer(clients)
                        .deploy(
                                definition,
                                document,
                                MAX_VCPUS,
                                (int) FUNCTION_TIMEOUT.toSeconds());
        ends = Ends.subscribe(clients, PIPELINE + "-ends", deployment.phasesTopicArn());
        var configuration =
                new FunctionConfiguration(
                        PIPELINE + "-router",
                        FUNCTION_TIMEOUT,
                        FUNCTION_MEMORY_MIB,
                        deployment.mappings(Math.max(2, concurrency)),
                        state.resolve("function.log"));
        function = new FunctionHost(router(state), configuration, counted(SqsClient.builder()));
        function.start();
    }

    private RouterFunction router(Path state) throws IOException {
        var settings = Settings.of(deployment.functionEnvironment(FUNCTION_MEMORY_MIB));
        var seams =
                new RouterFunction.Seams(
                        new S3ObjectStore(counted(S3Client.builder())),
                        new SnsEvents(counted(SnsClient.builder()), settings.phasesTopic()),
                        new BatchJobs(
                                AwsClients.ofUnrepeatable(
                                        BatchClient.builder().addPlugin(requests))),
                        new SqsIntakeQueue(counted(SqsClient.builder()), settings.intakeQueue()),
                        new SqsIntakeQueue(
                                counted(SqsClient.builder()), settings.submissionsQueue()),
                        Sleeper.REAL);
        return new RouterFunction(
                settings,
                seams,
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                Files.createDirectories(state.resolve("scratch")));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C counted(
            B builder) {
        return AwsClients.of(builder.addPlugin(requests));
    }

    /** Requests of the function and its host; those of jobs are made elsewhere and not in here. */
    RequestCounts requests() {
        return requests;
    }

    JobMemory jobs() {
        return jobs;
    }

    /** Not counted. */
    S3Client s3() {
        return clients.s3();
    }

    String dropBucket() {
        return deployment.dropBucket();
    }

    Ends ends() {
        return ends;
    }

    /** Waits until the stand-ins and the function have nothing left to do. */
    void awaitQuiet() throws InterruptedException {
        while (!twin.isIdle()
                || twin.messages(PIPELINE + "-intake") > 0
                || twin.messages(PIPELINE + "-submissions") > 0
                || function.inFlight() > 0) {
            Thread.sleep(10);
        }
    }

    @Override
    public void close() throws IOException {
        function.close();
        twin.close();
    }
}
