package io.spillway.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.spillway.local.batch.ContainerExit;
import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.batch.RunningContainer;
import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.definition.YamlDocument;
import io.spillway.local.fault.Faults;
import io.spillway.local.function.EventSourceMapping;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class DeployerTest {

    private static final int MAX_VCPUS = 2;
    private static final int FUNCTION_TIMEOUT_SECONDS = 120;

    @TempDir Path directory;

    private final AtomicInteger failingStarts = new AtomicInteger();

    /** How the next containers end; those after them succeed. */
    private final Queue<ContainerExit> ends = new ConcurrentLinkedQueue<>();

    private Twin twin;
    private Clients clients;

    /** Lets so many requests through, as if the program were killed then. */
    private static final class CutOff implements ExecutionInterceptor {
        private int left;

        @Override
        public void beforeTransmission(
                Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (left == 0) {
                throw SdkClientException.create("cut off");
            }
            left--;
        }
    }

    /** A container that has ended. */
    private record Ended(ContainerExit exit) implements RunningContainer {

        @Override
        public long processId() {
            return Long.MAX_VALUE;
        }

        @Override
        public Optional<Instant> processStartedAt() {
            return Optional.empty();
        }

        @Override
        public ContainerExit await() {
            return exit;
        }

        @Override
        public void stop(Duration grace) {}

        @Override
        public void kill() {}
    }

    @BeforeEach
    void start() throws IOException {
        var processes =
                new ProcessRuntime(Map.of(Deployer.RUNNER_IMAGE, List.of("/bin/true")), Map.of());
        ContainerRuntime runtime =
                spec -> {
                    if (failingStarts.getAndDecrement() > 0) {
                        throw new IOException("no memory for another process");
                    }
                    var end = ends.poll();
                    return end == null ? processes.start(spec) : new Ended(end);
                };
        twin = Twin.start(directory, Faults.none(), runtime, "job-events");
        Clients.pointTo(twin.endpoints());
        clients = Clients.create();
        clients.sqs().createQueue(create -> create.queueName("job-events"));
    }

    @AfterEach
    void stop() throws IOException {
        twin.close();
    }

    @Test
    void goesOnFromADeploymentThatWasCutOffAtAnyRequest() {
        var cutOff = new CutOff();
        var failing =
                new Clients(
                        with(cutOff, S3Client.builder()),
                        with(cutOff, SqsClient.builder()),
                        with(cutOff, SnsClient.builder()),
                        with(cutOff, BatchClient.builder()));
        var requests = -1;
        String pipeline;
        do {
            cutOff.left = ++requests;
            pipeline = "cut-off-after-" + requests;
        } while (!isDeployed(failing, pipeline));

        assertThat(requests).isBetween(40, 90);
        cutOff.left = requests;
        assertThat(deploy(failing, pipeline)).isEqualTo(deploy(clients, pipeline));
    }

    @Test
    void triesAJobAgainWhoseContainerDidNotStart() throws Exception {
        var deployment = deploy(clients, "starts-late");
        var batch = clients.batch();
        failingStarts.set(1);

        var id =
                batch.submitJob(
                                submit ->
                                        submit.jobName("job")
                                                .jobQueue(deployment.jobQueue())
                                                .jobDefinition(
                                                        deployment.jobDefinitionPrefix()
                                                                + "summarise-1"))
                        .jobId();

        assertThat(ended(batch, id))
                .returns(JobStatus.SUCCEEDED, JobDetail::status)
                .satisfies(job -> assertThat(job.attempts()).hasSize(2));
    }

    @Test
    void registersEveryPhaseInEverySizeOfItsJobs() {
        var deployment = deploy(clients, "sizes");

        assertThat(
                        clients
                                .batch()
                                .describeJobDefinitionsPaginator(
                                        describe -> describe.status("ACTIVE"))
                                .jobDefinitions()
                                .stream()
                                .filter(
                                        definition ->
                                                definition
                                                        .jobDefinitionName()
                                                        .startsWith(
                                                                deployment.jobDefinitionPrefix()
                                                                        + "summarise-"))
                                .collect(
                                        Collectors.toMap(
                                                JobDefinition::jobDefinitionName,
                                                DeployerTest::memory)))
                .isEqualTo(
                        Map.of(
                                "sizes-summarise-1", "2048",
                                "sizes-summarise-2", "4096",
                                "sizes-summarise-3", "8192",
                                "sizes-summarise-4", "16384"));
    }

    @Test
    void givesEachPhaseItsImageAndNothingToWriteButAVolume() {
        deploy(clients, "images", new JobImages("runner:1", Map.of("summarise", "own:2")));

        var containers =
                clients
                        .batch()
                        .describeJobDefinitionsPaginator(describe -> describe.status("ACTIVE"))
                        .jobDefinitions()
                        .stream()
                        .filter(there -> there.jobDefinitionName().matches("images-.*-1"))
                        .collect(
                                Collectors.toMap(
                                        JobDefinition::jobDefinitionName, DeployerTest::container));
        assertThat(containers).containsOnlyKeys("images-convert-1", "images-summarise-1");
        assertThat(containers.get("images-convert-1").image()).isEqualTo("runner:1");
        var own = containers.get("images-summarise-1");
        assertThat(own.image()).isEqualTo("own:2");
        assertThat(own.user()).isEqualTo("65532:65532");
        assertThat(own.readonlyRootFilesystem()).isTrue();
        assertThat(own.mountPoints().getFirst().containerPath()).isEqualTo("/tmp");
    }

    @Test
    void registersAJobDefinitionAgainWhenItsImageIsAnother() {
        deploy(clients, "moved", JobImages.all("runner:1"));
        deploy(clients, "moved", JobImages.all("runner:2"));
        deploy(clients, "moved", JobImages.all("runner:2"));

        assertThat(
                        clients.batch()
                                .describeJobDefinitions(
                                        describe -> describe.jobDefinitionName("moved-summarise-1"))
                                .jobDefinitions())
                .extracting(there -> container(there).image())
                .containsExactlyInAnyOrder("runner:1", "runner:2");
    }

    @Test
    void runsAnUntouchedImageBetweenAGateAndTheEndOfTheJobRunner() {
        deploy(
                clients,
                """
                pipeline: untouched
                phases:
                  settle:
                    on: upload
                    stage: {legacy: {image: "reports/settle:7", command: ["-v", "{input}", "{outputs}"], environment: {LEVEL: "3"}}}
                """
                        .getBytes(UTF_8),
                JobImages.all("runner:1"));

        var containers =
                clients.batch()
                        .describeJobDefinitions(
                                describe -> describe.jobDefinitionName("untouched-settle-1"))
                        .jobDefinitions()
                        .getFirst()
                        .ecsProperties()
                        .taskProperties()
                        .getFirst()
                        .containers();
        assertThat(containers)
                .extracting(
                        TaskContainerProperties::name,
                        TaskContainerProperties::image,
                        TaskContainerProperties::command)
                .containsExactly(
                        tuple("runner", "runner:1", List.of()),
                        tuple("gate", "runner:1", List.of("gate")),
                        tuple(
                                "program",
                                "reports/settle:7",
                                List.of(
                                        "-v",
                                        "/spillway/task/input/input",
                                        "/spillway/task/outputs")));
        var program = containers.getLast();
        assertThat(program.dependsOn())
                .extracting(each -> each.containerName() + " " + each.condition())
                .containsExactly("gate SUCCESS");
        assertThat(program.environment())
                .extracting(each -> each.name() + "=" + each.value())
                .containsExactly("LEVEL=3");
        assertThat(program.essential()).isFalse();
        assertThat(program.user()).isNull();
        assertThat(program.readonlyRootFilesystem()).isNull();
        assertThat(program.mountPoints().getFirst().containerPath()).isEqualTo("/spillway");
    }

    private static TaskContainerProperties container(JobDefinition definition) {
        return definition.ecsProperties().taskProperties().getFirst().containers().getFirst();
    }

    private static String memory(JobDefinition definition) {
        return container(definition).resourceRequirements().stream()
                .filter(requirement -> requirement.type() == ResourceType.MEMORY)
                .map(ResourceRequirement::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cancelsAtTheHeadOfTheQueueWhatCannotBePlaced() {
        var deployment = deploy(clients, "stuck");
        var batch = clients.batch();
        batch.updateJobQueue(
                update ->
                        update.jobQueue(deployment.jobQueue()).jobStateTimeLimitActions(List.of()));

        deploy(clients, "stuck");

        var limits =
                batch.describeJobQueues(describe -> describe.jobQueues(deployment.jobQueue()))
                        .jobQueues()
                        .getFirst()
                        .jobStateTimeLimitActions();
        assertThat(limits)
                .extracting(limit -> limit.reason() + " " + limit.maxTimeSeconds())
                .containsExactlyInAnyOrder(
                        "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE 600",
                        "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT 600",
                        "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY 14400");
    }

    @Test
    void gathersSubmissionsInAQueueOfTheirOwn() {
        var deployment = deploy(clients, "gathered");
        var submissions = deployment.functionEnvironment(512).get("SPILLWAY_SUBMISSIONS_QUEUE");

        assertThat(deployment.mappings(8))
                .containsExactly(
                        new EventSourceMapping(deployment.intakeQueueUrl(), 10, Duration.ZERO, 8),
                        new EventSourceMapping(submissions, 1_000, Duration.ofSeconds(1), 2));
        var attributes =
                clients.sqs()
                        .getQueueAttributes(
                                get ->
                                        get.queueUrl(submissions)
                                                .attributeNames(QueueAttributeName.ALL))
                        .attributesAsStrings();
        assertThat(attributes)
                .containsEntry("VisibilityTimeout", "721")
                .hasEntrySatisfying(
                        "RedrivePolicy",
                        policy ->
                                assertThat(policy)
                                        .contains(":gathered-submissions-dead-letters\""));
    }

    /** Memory that didn't suffice won't suffice again; a bad input stays bad. */
    @ParameterizedTest
    @CsvSource({
        "137, false, 2, SUCCEEDED",
        "75, false, 2, SUCCEEDED",
        "137, true, 1, FAILED",
        "3, false, 1, FAILED",
        "65, false, 1, FAILED",
        "1, false, 1, FAILED"
    })
    void repeatsAJobThatMayEndBetterNextTime(
            int exitCode, boolean outOfMemory, int attempts, JobStatus status) throws Exception {
        var deployment = deploy(clients, "repeated");
        ends.add(new ContainerExit(exitCode, outOfMemory));

        var id =
                clients.batch()
                        .submitJob(
                                submit ->
                                        submit.jobName("job")
                                                .jobQueue(deployment.jobQueue())
                                                .jobDefinition(
                                                        deployment.jobDefinitionPrefix()
                                                                + "summarise-1"))
                        .jobId();

        assertThat(ended(clients.batch(), id))
                .returns(status, JobDetail::status)
                .satisfies(job -> assertThat(job.attempts()).hasSize(attempts));
    }

    private static JobDetail ended(BatchClient batch, String id) throws InterruptedException {
        while (true) {
            var job = batch.describeJobs(describe -> describe.jobs(id)).jobs().getFirst();
            if (job.status() == JobStatus.SUCCEEDED || job.status() == JobStatus.FAILED) {
                return job;
            }
            Thread.sleep(20);
        }
    }

    /**
     * Whether the requests that were let through suffice; where they don't, another deployment has
     * to go on.
     */
    private boolean isDeployed(Clients failing, String pipeline) {
        try {
            deploy(failing, pipeline);
            return true;
        } catch (SdkClientException e) {
            assertThat(deploy(clients, pipeline).pipeline()).isEqualTo(pipeline);
            return false;
        }
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C with(
            ExecutionInterceptor interceptor, B builder) {
        return builder.overrideConfiguration(
                        configuration -> configuration.addExecutionInterceptor(interceptor))
                .build();
    }

    private static Deployment deploy(Clients clients, String pipeline) {
        return deploy(clients, pipeline, JobImages.all(Deployer.RUNNER_IMAGE));
    }

    private static Deployment deploy(Clients clients, String pipeline, JobImages images) {
        var yaml =
                """
                pipeline: %s
                phases:
                  convert: {on: upload, stage: convert}
                  summarise: {after: convert, stage: summary, batch: always}
                """
                        .formatted(pipeline)
                        .getBytes(UTF_8);
        return deploy(clients, yaml, images);
    }

    private static Deployment deploy(Clients clients, byte[] yaml, JobImages images) {
        var document = (JsonObject) YamlDocument.read(yaml).root().orElseThrow();
        return new Deployer(clients)
                .deploy(definition(yaml), document, images, MAX_VCPUS, FUNCTION_TIMEOUT_SECONDS);
    }

    private static PipelineDefinition definition(byte[] yaml) {
        return ((DefinitionReader.Result.Checked)
                        DefinitionFile.read(yaml, "test", BuiltInStages.catalogue()))
                .definition();
    }
}
