package io.spillway.local.deploy;

import java.util.Optional;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

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

    /** Creates a queue unless it is there; one that is there stays as it is. */
    void require(String name, int maxVcpus) {
        if (queue(name).isPresent()) {
            return;
        }
        var environment = requireEnvironment(name, maxVcpus);
        var only =
                ComputeEnvironmentOrder.builder().order(1).computeEnvironment(environment).build();
        try {
            batch.createJobQueue(
                    create -> create.jobQueueName(name).priority(1).computeEnvironmentOrder(only));
        } catch (BatchException e) {
            if (queue(name).isEmpty()) {
                throw e;
            }
        }
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
