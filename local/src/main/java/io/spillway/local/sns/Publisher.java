package io.spillway.local.sns;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes messages for topics. */
final class Publisher {

    private final Topics topics;
    private final Deliveries deliveries;
    private final Clock clock;

    Publisher(Topics topics, Deliveries deliveries, Clock clock) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * Sends a message to those of a topic's subscribers who want it.
     *
     * @param groupId a fairness hint for queues
     * @return the message's id
     * @throws SnsError if there is no such topic, or it refuses the message
     */
    String publish(String topicArn, SnsMessage message, Optional<String> groupId) {
        message.check(topics.require(topicArn).maximumMessageSize());
        var notification =
                new Notification(
                        Notification.Kind.NOTIFICATION,
                        UUID.randomUUID().toString(),
                        topicArn,
                        clock.millis(),
                        message,
                        groupId);
        deliveries.deliver(
                notification,
                topics.of(topicArn).stream().filter(one -> one.wants(message)).toList());
        return notification.id();
    }

    /** Asks a subscriber whether it wants to be one. */
    void askForConfirmation(Subscription subscription) {
        var text =
                "You have chosen to subscribe to the topic %s.\nTo confirm the subscription, visit the SubscribeURL included in this message."
                        .formatted(subscription.topicArn());
        deliveries.deliver(
                new Notification(
                        Notification.Kind.CONFIRMATION,
                        UUID.randomUUID().toString(),
                        subscription.topicArn(),
                        clock.millis(),
                        SnsMessage.plain(Optional.empty(), text),
                        Optional.empty()),
                List.of(subscription));
    }
}
