package io.spillway.local.sns;

import java.util.List;

/** One thing that happened to the topics and outlives the process: a line of the journal. */
sealed interface SnsChange {

    /** A topic is new or has changed, and is now like this. */
    record TopicSet(Topic topic) implements SnsChange {}

    /** A topic is gone, and its subscriptions with it. */
    record TopicDeleted(String arn) implements SnsChange {}

    /** A subscription is new or has changed, and is now like this. */
    record SubscriptionSet(Subscription subscription) implements SnsChange {}

    record Unsubscribed(String arn) implements SnsChange {}

    /**
     * A notification is on its way.
     *
     * @param subscriptions the ARNs of those it is for
     */
    record Published(Notification notification, List<String> subscriptions) implements SnsChange {}

    /** These deliveries of a notification are over: done, given up, or pointless. */
    record Settled(String notificationId, List<String> subscriptions) implements SnsChange {}
}
