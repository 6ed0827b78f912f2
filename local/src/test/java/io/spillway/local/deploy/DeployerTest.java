package io.spillway.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.definition.YamlDocument;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class DeployerTest {

    private static final int MAX_VCPUS = 2;
    private static final int FUNCTION_TIMEOUT_SECONDS = 120;

    @TempDir Path directory;

    private final AtomicInteger failingStarts = new AtomicInteger();
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

    @BeforeEach
    void start() throws IOException {
        var processes =
                new ProcessRuntime(Map.of(Deployer.RUNNER_IMAGE, List.of("/bin/true")), Map.of());
        ContainerRuntime runtime =
                spec -> {
                    if (failingStarts.getAndDecrement() > 0) {
                        throw new IOException("no memory for another process");
                    }
                    return processes.start(spec);
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

        assertThat(requests).isBetween(20, 60);
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
                                                                + "summarise"))
                        .jobId();

        assertThat(ended(batch, id))
                .returns(JobStatus.SUCCEEDED, JobDetail::status)
                .satisfies(job -> assertThat(job.attempts()).hasSize(2));
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
        var yaml =
                """
                pipeline: %s
                phases:
                  convert: {on: upload, stage: convert}
                  summarise: {after: convert, stage: summary, batch: always}
                """
                        .formatted(pipeline)
                        .getBytes(UTF_8);
        var document = (JsonObject) YamlDocument.read(yaml).root().orElseThrow();
        return new Deployer(clients)
                .deploy(definition(yaml), document, MAX_VCPUS, FUNCTION_TIMEOUT_SECONDS);
    }

    private static PipelineDefinition definition(byte[] yaml) {
        return ((DefinitionReader.Result.Checked)
                        DefinitionFile.read(yaml, "test", BuiltInStages.catalogue()))
                .definition();
    }
}
