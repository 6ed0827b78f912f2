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
        register("definition", "1", "2048");
        register("unplaceable", "2", "4096");
    }

    private static void register(String name, String vcpus, String memory) {
        TWIN.clients()
                .batch()
                .registerJobDefinition(
                        register ->
                                register.jobDefinitionName(name)
                                        .type(JobDefinitionType.CONTAINER)
                                        .platformCapabilities(PlatformCapability.FARGATE)
                                        .ecsProperties(
                                                ecs -> ecs.taskProperties(task(vcpus, memory))));
    }

    private static EcsTaskProperties task(String vcpus, String memory) {
        return EcsTaskProperties.builder()
                .executionRoleArn("arn:aws:iam::000000000000:role/local")
                .containers(
                        TaskContainerProperties.builder()
                                .name(JobRequest.CONTAINER)
                                .image(Deployer.RUNNER_IMAGE)
                                .resourceRequirements(
                                        requirement(ResourceType.VCPU, vcpus),
                                        requirement(ResourceType.MEMORY, memory))
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
    protected String unplaceable() {
        return "unplaceable";
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
