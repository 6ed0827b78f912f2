package io.spillway.local.monitoring;

import io.spillway.local.deploy.Clients;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue with dead letters that is fed by a topic. */
final class SubscribedQueue {

    /** Few, so that a run with a receiver that doesn't answer comes to an end. */
    private static final int MOST_RECEIVES = 5;

    private SubscribedQueue() {}

    /**
     * Creates what isn't there; doing it again changes nothing.
     *
     * @param filter the subscription's filter policy
     * @param hidden for how long a message stays hidden once it was received
     * @return the queue's URL
     */
    static String require(
            Clients clients, String queue, String topicArn, String filter, Duration hidden) {
        var deadLetters = create(clients, queue + "-dead-letters", Map.of());
        var redrive =
                Json.write(
                        JsonObject.of()
                                .put("deadLetterTargetArn", arn(clients, deadLetters))
                                .put("maxReceiveCount", MOST_RECEIVES)
                                .build());
        var url =
                create(
                        clients,
                        queue,
                        Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                Long.toString(hidden.toSeconds()),
                                QueueAttributeName.REDRIVE_POLICY,
                                redrive));
        clients.sns()
                .subscribe(
                        subscribe ->
                                subscribe
                                        .topicArn(topicArn)
                                        .protocol("sqs")
                                        .endpoint(arn(clients, url))
                                        .attributes(
                                                Map.of(
                                                        "FilterPolicy",
                                                        filter,
                                                        "RawMessageDelivery",
                                                        "true"))
                                        .returnSubscriptionArn(true));
        return url;
    }

    private static String create(
            Clients clients, String queue, Map<QueueAttributeName, String> attributes) {
        return clients.sqs()
                .createQueue(create -> create.queueName(queue).attributes(attributes))
                .queueUrl();
    }

    private static String arn(Clients clients, String url) {
        return clients.sqs()
                .getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }
}
