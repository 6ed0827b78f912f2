package io.spillway.local.stack;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.model.Topic;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Where the parts of a deployed pipeline are that a person works with.
 *
 * @param pipeline its name
 * @param phasesTopicArn of the topic that phase events and notices are published on
 * @param intakeQueueUrl of the queue that feeds the router
 * @param deadLetterQueueArns of the queues of messages that were given up
 * @param definition that is in force, as JSON; empty where that isn't known
 */
public record Stack(
        String pipeline,
        String phasesTopicArn,
        String intakeQueueUrl,
        List<String> deadLetterQueueArns,
        String dropBucket,
        Places places,
        Optional<ObjectLocation> definition) {

    public Stack {
        deadLetterQueueArns = List.copyOf(deadLetterQueueArns);
    }

    /**
     * The region that it is in. Source: ARNs are {@code arn:partition:service:region:account:name}.
     */
    public String region() {
        return regionOf(phasesTopicArn);
    }

    /**
     * @throws IllegalArgumentException if it is no ARN with a region
     */
    public static String regionOf(String arn) {
        var parts = arn.split(":", -1);
        if (parts.length < 6 || !parts[0].equals("arn") || parts[3].isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no ARN of a topic: expected arn:aws:sns:<region>:<account>:<name>."
                            .formatted(arn));
        }
        return parts[3];
    }

    /**
     * Finds a pipeline whose parts have the names that {@link io.spillway.local.deploy.Deployer}
     * gives them.
     *
     * @throws IOException if there is none, or a service doesn't answer
     */
    public static Stack named(String pipeline, Services services) throws IOException {
        try {
            var topics = services.sns().listTopicsPaginator().topics();
            var phases =
                    topics.stream()
                            .map(Topic::topicArn)
                            .filter(arn -> arn.endsWith(":" + pipeline + "-phases"))
                            .findFirst()
                            .orElseThrow(() -> notThere(pipeline));
            var sqs = services.sqs();
            return new Stack(
                    pipeline,
                    phases,
                    url(sqs, pipeline + "-intake"),
                    List.of(
                            arn(sqs, pipeline + "-intake-dead-letters"),
                            arn(sqs, pipeline + "-submissions-dead-letters")),
                    pipeline + "-drop",
                    new Places(pipeline + "-output", pipeline + "-work"),
                    Optional.empty());
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot find pipeline %s: %s".formatted(pipeline, e.getMessage()), e);
        }
    }

    private static IOException notThere(String pipeline) {
        return new IOException(
                "Cannot find pipeline %s: there is no topic %s-phases. Start ./spillway run of it, or name what Terraform deployed with --stack."
                        .formatted(pipeline, pipeline));
    }

    private static String url(SqsClient sqs, String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }

    private static String arn(SqsClient sqs, String queue) {
        return sqs.getQueueAttributes(
                        get ->
                                get.queueUrl(url(sqs, queue))
                                        .attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }
}
