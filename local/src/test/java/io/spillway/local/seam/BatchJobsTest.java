package io.spillway.local.seam;

import io.spillway.local.deploy.Deployer;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.JobsContract;
import io.spillway.router.aws.BatchJobs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;

class BatchJobsTest extends JobsContract {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    @BeforeAll
    static void createQueue() {
        var batch = TWIN.clients().batch();
        var environment =
                batch.createComputeEnvironment(
                                create ->
                                        create.computeEnvironmentName("environment")
                                                .type(CEType.MANAGED)
                                                .computeResources(
                                                        resources ->
                                                                resources
                                                                        .type(CRType.FARGATE)
                                                                        .maxvCpus(1)
                                                                        .subnets("subnet")
                                                                        .securityGroupIds("group")))
                        .computeEnvironmentArn();
        var only =
                ComputeEnvironmentOrder.builder().order(1).computeEnvironment(environment).build();
        batch.createJobQueue(
                create -> create.jobQueueName("queue").priority(1).computeEnvironmentOrder(only));
        batch.registerJobDefinition(
                register ->
                        register.jobDefinitionName("definition")
                                .type(JobDefinitionType.CONTAINER)
                                .platformCapabilities(PlatformCapability.FARGATE)
                                .ecsProperties(ecs -> ecs.taskProperties(task())));
    }

    private static EcsTaskProperties task() {
        return EcsTaskProperties.builder()
                .executionRoleArn("arn:aws:iam::000000000000:role/local")
                .containers(
                        TaskContainerProperties.builder()
                                .name(JobRequest.CONTAINER)
                                .image(Deployer.RUNNER_IMAGE)
                                .resourceRequirements(
                                        requirement(ResourceType.VCPU, "1"),
                                        requirement(ResourceType.MEMORY, "2048"))
                                .build())
                .build();
    }

    private static ResourceRequirement requirement(ResourceType type, String value) {
        return ResourceRequirement.builder().type(type).value(value).build();
    }

    @Override
    protected Jobs jobs() {
        return new BatchJobs(TWIN.clients().batch());
    }

    @Override
    protected String queue() {
        return "queue";
    }

    @Override
    protected String definition() {
        return "definition";
    }
}
