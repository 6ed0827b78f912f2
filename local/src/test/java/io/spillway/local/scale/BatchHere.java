package io.spillway.local.scale;

import io.spillway.aws.AwsClients;
import io.spillway.local.batch.BatchLimits;
import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.JobEvents;
import io.spillway.local.batch.LocalBatch;
import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.router.Settings;
import io.spillway.router.aws.BatchJobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;

/** The local Batch with AWS's limits, a queue and the definitions of one phase's jobs. */
final class BatchHere implements AutoCloseable {

    private static final int SIZES = 6;

    private final Journal journal;
    private final LocalBatch service;
    private final BatchClient client;

    BatchHere(Path directory, Settings settings, ContainerRuntime runtime, JobEvents events)
            throws IOException {
        journal = Journal.open(directory);
        service =
                new LocalBatch(
                        directory,
                        journal,
                        Faults.none(),
                        Clock.systemUTC(),
                        runtime,
                        events,
                        BatchLimits.AWS);
        journal.replay(Map.of(service.journalName(), service));
        service.start(0);
        client =
                AwsClients.of(
                        BatchClient.builder()
                                .endpointOverride(service.endpoint())
                                .region(Region.EU_CENTRAL_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("test", "test"))),
                        1);
        createQueue(settings.jobQueue());
        for (var tier = 1; tier <= SIZES; tier++) {
            register(settings.jobDefinition("convert", tier));
        }
    }

    private void createQueue(String name) {
        client.createComputeEnvironment(
                request ->
                        request.computeEnvironmentName("containers")
                                .type("MANAGED")
                                .computeResources(
                                        resources ->
                                                resources
                                                        .type("FARGATE_SPOT")
                                                        .maxvCpus(16)
                                                        .subnets("subnet-1")
                                                        .securityGroupIds("sg-1")));
        client.createJobQueue(
                request ->
                        request.jobQueueName(name)
                                .priority(1)
                                .computeEnvironmentOrder(
                                        ComputeEnvironmentOrder.builder()
                                                .order(1)
                                                .computeEnvironment("containers")
                                                .build()));
    }

    private void register(String name) {
        client.registerJobDefinition(
                request ->
                        request.jobDefinitionName(name)
                                .type("container")
                                .platformCapabilitiesWithStrings("FARGATE")
                                .ecsProperties(ecs -> ecs.taskProperties(task())));
    }

    private static EcsTaskProperties task() {
        return EcsTaskProperties.builder()
                .executionRoleArn("arn:aws:iam::000000000000:role/e")
                .containers(
                        TaskContainerProperties.builder()
                                .name(JobRequest.CONTAINER)
                                .image("spillway/convert:1")
                                .resourceRequirements(need("VCPU", "1"), need("MEMORY", "2048"))
                                .build())
                .build();
    }

    private static ResourceRequirement need(String type, String value) {
        return ResourceRequirement.builder().type(type).value(value).build();
    }

    /** One request for each call. */
    BatchJobs jobs() {
        return new BatchJobs(client);
    }

    /** Whether all jobs have ended and every event was delivered. */
    boolean isIdle() {
        return service.isIdle();
    }

    @Override
    public void close() throws IOException {
        client.close();
        service.close();
        journal.close();
    }
}
