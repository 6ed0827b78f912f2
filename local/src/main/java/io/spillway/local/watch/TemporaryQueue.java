package io.spillway.local.watch;

import io.spillway.local.stack.Services;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.work.Ids;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue that is subscribed to a topic for as long as somebody watches.
 *
 * <p>Its tag says until when it is in use; whoever uses it renews it. One that a killed program
 * left behind is known by that, and removed by the next that watches the same topic.
 */
final class TemporaryQueue implements AutoCloseable {

    /** How long a queue counts as in use without being renewed. */
    static final Duration LEASE = Duration.ofMinutes(15);

    static final String NAME_PREFIX = "spillway-watch-";
    static final String IN_USE_UNTIL = "spillway-watch-until";

    /** What nobody took by then nobody wants. */
    private static final Duration RETENTION = LEASE;

    private final Services services;
    private final Clock clock;
    private final String url;
    private final String subscriptionArn;

    private TemporaryQueue(Services services, Clock clock, String url, String subscriptionArn) {
        this.services = services;
        this.clock = clock;
        this.url = url;
        this.subscriptionArn = subscriptionArn;
    }

    /**
     * Removes what was left behind, and subscribes a new queue.
     *
     * @param filterPolicy by message attributes; absent for everything
     * @param random tells the queue from those of others
     * @throws SdkException if a service refuses
     */
    static TemporaryQueue subscribe(
            Services services,
            String topicArn,
            Optional<String> filterPolicy,
            Clock clock,
            String random) {
        var prefix = NAME_PREFIX + Ids.of(topicArn).substring(0, 8) + "-";
        sweep(services, topicArn, prefix, clock.instant());
        var sqs = services.sqs();
        var name = prefix + random;
        var url =
                sqs.createQueue(
                                create ->
                                        create.queueName(name)
                                                .attributes(
                                                        Map.of(
                                                                QueueAttributeName
                                                                        .MESSAGE_RETENTION_PERIOD,
                                                                Long.toString(
                                                                        RETENTION.toSeconds())))
                                                .tags(lease(clock)))
                        .queueUrl();
        try {
            return subscribed(services, topicArn, filterPolicy, clock, url);
        } catch (SdkException e) {
            sqs.deleteQueue(delete -> delete.queueUrl(url));
            throw e;
        }
    }

    private static TemporaryQueue subscribed(
            Services services,
            String topicArn,
            Optional<String> filterPolicy,
            Clock clock,
            String url) {
        var arn = arn(services, url);
        services.sqs()
                .setQueueAttributes(
                        set ->
                                set.queueUrl(url)
                                        .attributes(
                                                Map.of(
                                                        QueueAttributeName.POLICY,
                                                        policy(arn, topicArn))));
        var attributes = new HashMap<>(Map.of("RawMessageDelivery", "true"));
        filterPolicy.ifPresent(policy -> attributes.put("FilterPolicy", policy));
        var subscription =
                services.sns()
                        .subscribe(
                                subscribe ->
                                        subscribe
                                                .topicArn(topicArn)
                                                .protocol("sqs")
                                                .endpoint(arn)
                                                .attributes(attributes)
                                                .returnSubscriptionArn(true))
                        .subscriptionArn();
        return new TemporaryQueue(services, clock, url, subscription);
    }

    private static Map<String, String> lease(Clock clock) {
        return Map.of(IN_USE_UNTIL, clock.instant().plus(LEASE).toString());
    }

    private static String arn(Services services, String url) {
        return services.sqs()
                .getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    /**
     * Lets the topic, and nothing else, send to the queue. Source: Amazon SNS Developer Guide,
     * "Subscribing an Amazon SQS queue to an Amazon SNS topic".
     */
    private static String policy(String queueArn, String topicArn) {
        return Json.write(
                JsonObject.of()
                        .put("Version", "2012-10-17")
                        .put(
                                "Statement",
                                List.of(
                                        JsonObject.of()
                                                .put("Effect", "Allow")
                                                .put(
                                                        "Principal",
                                                        JsonObject.of()
                                                                .put(
                                                                        "Service",
                                                                        "sns.amazonaws.com"))
                                                .put("Action", "sqs:SendMessage")
                                                .put("Resource", queueArn)
                                                .put(
                                                        "Condition",
                                                        JsonObject.of()
                                                                .put(
                                                                        "ArnEquals",
                                                                        JsonObject.of()
                                                                                .put(
                                                                                        "aws:SourceArn",
                                                                                        topicArn)))
                                                .build()))
                        .build());
    }

    private static void sweep(Services services, String topicArn, String prefix, Instant now) {
        services
                .sqs()
                .listQueuesPaginator(list -> list.queueNamePrefix(prefix))
                .queueUrls()
                .stream()
                .filter(url -> isLeftBehind(services, url, now))
                .forEach(url -> remove(services, topicArn, url));
    }

    private static boolean isLeftBehind(Services services, String url, Instant now) {
        try {
            var until = services.sqs().listQueueTags(list -> list.queueUrl(url)).tags();
            return until.containsKey(IN_USE_UNTIL)
                    && Instant.parse(until.get(IN_USE_UNTIL)).isBefore(now);
        } catch (SdkException | DateTimeException _) {
            return false; // it has gone meanwhile, or somebody else named a queue so
        }
    }

    private static void remove(Services services, String topicArn, String url) {
        try {
            var arn = arn(services, url);
            services
                    .sns()
                    .listSubscriptionsByTopicPaginator(list -> list.topicArn(topicArn))
                    .subscriptions()
                    .stream()
                    .filter(subscription -> subscription.endpoint().equals(arn))
                    .map(Subscription::subscriptionArn)
                    .forEach(
                            subscription ->
                                    services.sns()
                                            .unsubscribe(end -> end.subscriptionArn(subscription)));
            services.sqs().deleteQueue(delete -> delete.queueUrl(url));
        } catch (SdkException _) {
            // Another one that watches is removing it too.
            return;
        }
    }

    String url() {
        return url;
    }

    /** Says that the queue is still in use. */
    void renew() {
        services.sqs().tagQueue(tag -> tag.queueUrl(url).tags(lease(clock)));
    }

    /**
     * Removes subscription and queue.
     *
     * @throws SdkException if a service refuses; what is left is removed by the next to watch
     */
    @Override
    public void close() {
        services.sns().unsubscribe(end -> end.subscriptionArn(subscriptionArn));
        services.sqs().deleteQueue(delete -> delete.queueUrl(url));
    }
}
