package io.spillway.local.deploy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitActionsAction;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitActionsState;

/**
 * Job queues, each with a compute environment of its own name.
 *
 * <p>AWS Batch refuses to create what is there already. That is no reason to fail: it is what a
 * deployment finds that goes on from one that was cut off, and a client whose answer was lost and
 * who asked again.
 */
final class JobQueues {

    private final BatchClient batch;

    JobQueues(BatchClient batch) {
        this.batch = batch;
    }

    /**
     * A job that can never be placed keeps all behind it waiting; one for which there is no room
     * may get it later. Sources: AWS Batch User Guide, "Jobs stuck in a RUNNABLE status"; the
     * shortest time is that of the AWS Batch API Reference, "JobStateTimeLimitAction".
     */
    private static final Map<String, Duration> LONGEST_WAITS =
            Map.of(
                    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", Duration.ofMinutes(10),
                    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", Duration.ofMinutes(10),
                    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", Duration.ofHours(4));

    /** Creates a queue unless it is there; one that is there gets its time limits. */
    void require(String name, int maxVcpus) {
        var there = queue(name);
        if (there.isPresent()) {
            if (!Set.copyOf(there.get().jobStateTimeLimitActions()).equals(timeLimits())) {
                batch.updateJobQueue(
                        update -> update.jobQueue(name).jobStateTimeLimitActions(timeLimits()));
            }
            return;
        }
        var environment = requireEnvironment(name, maxVcpus);
        var only =
                ComputeEnvironmentOrder.builder().order(1).computeEnvironment(environment).build();
        try {
            batch.createJobQueue(
                    create ->
                            create.jobQueueName(name)
                                    .priority(1)
                                    .computeEnvironmentOrder(only)
                                    .jobStateTimeLimitActions(timeLimits()));
        } catch (BatchException e) {
            if (queue(name).isEmpty()) {
                throw e;
            }
        }
    }

    private static Set<JobStateTimeLimitAction> timeLimits() {
        return LONGEST_WAITS.entrySet().stream()
                .map(wait -> timeLimit(wait.getKey(), wait.getValue()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static JobStateTimeLimitAction timeLimit(String reason, Duration longest) {
        return JobStateTimeLimitAction.builder()
                .reason(reason)
                .state(JobStateTimeLimitActionsState.RUNNABLE)
                .action(JobStateTimeLimitActionsAction.CANCEL)
                .maxTimeSeconds((int) longest.toSeconds())
                .build();
    }

    private Optional<JobQueueDetail> queue(String name) {
        return batch.describeJobQueues(describe -> describe.jobQueues(name)).jobQueues().stream()
                .findFirst();
    }

    /** The ARN of the environment. */
    private String requireEnvironment(String name, int maxVcpus) {
        try {
            return environment(name).orElseGet(() -> createEnvironment(name, maxVcpus));
        } catch (BatchException e) {
            return environment(name).orElseThrow(() -> e);
        }
    }

    private Optional<String> environment(String name) {
        return batch
                .describeComputeEnvironments(describe -> describe.computeEnvironments(name))
                .computeEnvironments()
                .stream()
                .map(ComputeEnvironmentDetail::computeEnvironmentArn)
                .findFirst();
    }

    private String createEnvironment(String name, int maxVcpus) {
        return batch.createComputeEnvironment(
                        create ->
                                create.computeEnvironmentName(name)
                                        .type(CEType.MANAGED)
                                        .computeResources(
                                                resources ->
                                                        resources
                                                                .type(CRType.FARGATE)
                                                                .maxvCpus(maxVcpus)
                                                                .subnets("subnet-local")
                                                                .securityGroupIds("sg-local")))
                .computeEnvironmentArn();
    }
}
