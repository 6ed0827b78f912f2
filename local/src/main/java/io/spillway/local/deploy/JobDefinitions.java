package io.spillway.local.deploy;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.SizeTiers;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.ImageTask;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.work.Ids;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.MountPoint;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.RetryAction;
import software.amazon.awssdk.services.batch.model.TaskContainerDependency;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;
import software.amazon.awssdk.services.batch.model.Volume;

/** Job definitions: one for each phase that has jobs, and each size in which they come. */
final class JobDefinitions {

    /** That of the images: nobody that a system knows. */
    private static final String USER = "65532:65532";

    private static final String SCRATCH = "scratch";

    private final BatchClient batch;
    private final String prefix;
    private final Map<String, String> environment;
    private final JobImages images;

    /**
     * @param prefix of their names
     * @param environment of their containers
     */
    JobDefinitions(
            BatchClient batch, String prefix, Map<String, String> environment, JobImages images) {
        this.batch = batch;
        this.prefix = prefix;
        this.environment = environment;
        this.images = images;
    }

    /** Registers all whose newest revision says something else. */
    void require(PipelineDefinition definition) {
        definition.phases().stream()
                .filter(phase -> phase.batch().isPresent())
                .forEach(this::require);
    }

    private void require(Phase phase) {
        var sizes = SizeTiers.of(phase.batch().orElseThrow());
        for (int tier = 1; tier <= sizes.size(); tier++) {
            require(
                    "%s%s-%d".formatted(prefix, phase.name(), tier),
                    task(phase, sizes.get(tier - 1)),
                    sizes.get(tier - 1));
        }
    }

    private void require(String name, EcsTaskProperties task, BatchNeeds needs) {
        var version =
                Map.of(
                        "version",
                        Ids.of(task.toString(), needs.toString(), retryRules().toString()));
        if (isRegistered(name, version)) {
            return;
        }
        var timeout = (int) needs.timeout().toSeconds();
        batch.registerJobDefinition(
                register ->
                        register.jobDefinitionName(name)
                                .type(JobDefinitionType.CONTAINER)
                                .parameters(version)
                                .platformCapabilities(PlatformCapability.FARGATE)
                                .timeout(duration -> duration.attemptDurationSeconds(timeout))
                                .retryStrategy(
                                        retry ->
                                                retry.attempts(needs.attempts())
                                                        .evaluateOnExit(retryRules()))
                                .ecsProperties(ecs -> ecs.taskProperties(task)));
    }

    private boolean isRegistered(String name, Map<String, String> version) {
        return batch
                .describeJobDefinitionsPaginator(
                        describe -> describe.jobDefinitionName(name).status("ACTIVE"))
                .jobDefinitions()
                .stream()
                .max(Comparator.comparing(there -> there.revision()))
                .filter(newest -> newest.parameters().equals(version))
                .isPresent();
    }

    /** In the form that the Terraform module {@code batch} has, which takes other overrides. */
    private EcsTaskProperties task(Phase phase, BatchNeeds needs) {
        return EcsTaskProperties.builder()
                .executionRoleArn("arn:aws:iam::000000000000:role/local")
                .volumes(Volume.builder().name(SCRATCH).build())
                .containers(containers(phase, needs))
                .build();
    }

    private List<TaskContainerProperties> containers(Phase phase, BatchNeeds needs) {
        var all = TaskShare.of(needs);
        var runner = runner(images.of(phase), all);
        if (!(phase.stage() instanceof StageSpec.Legacy(var contract))
                || contract.image().isEmpty()) {
            return List.of(runner.build());
        }
        var shares = TaskShare.parted(all);
        var gate =
                runner(images.of(phase), shares.gate())
                        .name(ImageTask.GATE)
                        .essential(false)
                        .command(ImageTask.GATE);
        return List.of(
                runner(images.of(phase), shares.runner()).build(),
                gate.build(),
                program(contract, shares.program()));
    }

    /** As it is: its user, its root and its entry point are the image's own. */
    private static TaskContainerProperties program(LegacyContract contract, TaskShare share) {
        return TaskContainerProperties.builder()
                .name(ImageTask.PROGRAM)
                .image(contract.image().orElseThrow())
                .command(ImageTask.command(contract))
                .essential(false)
                .dependsOn(
                        TaskContainerDependency.builder()
                                .containerName(ImageTask.GATE)
                                .condition("SUCCESS")
                                .build())
                .environment(variables(contract.environment()))
                .mountPoints(mount(ImageTask.MOUNT))
                .resourceRequirements(requirements(share))
                .build();
    }

    /** Nothing but its volume can be written, as on AWS. */
    private TaskContainerProperties.Builder runner(String image, TaskShare share) {
        return TaskContainerProperties.builder()
                .name(JobRequest.CONTAINER)
                .image(image)
                .user(USER)
                .readonlyRootFilesystem(true)
                .mountPoints(mount("/tmp"))
                .environment(variables(environment))
                .resourceRequirements(requirements(share));
    }

    private static MountPoint mount(String path) {
        return MountPoint.builder().sourceVolume(SCRATCH).containerPath(path).build();
    }

    private static List<ResourceRequirement> requirements(TaskShare share) {
        return List.of(
                requirement(ResourceType.VCPU, share.vcpu().toPlainString()),
                requirement(ResourceType.MEMORY, Long.toString(share.memoryMib())));
    }

    /**
     * Memory that didn't suffice won't suffice again: the router goes on with the next size. A
     * transient failure and a kill are tried again, every other end of a program is its last. What
     * no rule matches is tried again by AWS Batch: a host that was reclaimed, a task that never
     * started. Source: AWS Batch User Guide, "Automated job retries".
     */
    private static List<EvaluateOnExit> retryRules() {
        return List.of(
                EvaluateOnExit.builder().onReason("OutOfMemory*").action(RetryAction.EXIT).build(),
                EvaluateOnExit.builder()
                        .onExitCode(Integer.toString(ExitStatus.TRANSIENT.code()))
                        .action(RetryAction.RETRY)
                        .build(),
                EvaluateOnExit.builder().onExitCode("137").action(RetryAction.RETRY).build(),
                EvaluateOnExit.builder()
                        .onStatusReason("Essential container*")
                        .action(RetryAction.EXIT)
                        .build());
    }

    private static List<KeyValuePair> variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(
                        variable ->
                                KeyValuePair.builder()
                                        .name(variable.getKey())
                                        .value(variable.getValue())
                                        .build())
                .toList();
    }

    private static ResourceRequirement requirement(ResourceType type, String value) {
        return ResourceRequirement.builder().type(type).value(value).build();
    }
}
