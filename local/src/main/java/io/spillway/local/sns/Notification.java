package io.spillway.local.sns;

import java.util.Optional;

/**
 * What is on its way from a topic to subscribers.
 *
 * @param id as the publisher was told
 * @param at milliseconds since 1970
 * @param groupId a fairness hint for queues
 */
record Notification(
        Kind kind,
        String id,
        String topicArn,
        long at,
        SnsMessage message,
        Optional<String> groupId) {

    enum Kind {
        /** A published message. */
        NOTIFICATION("Notification"),
        /** The question whether an endpoint wants to be subscribed. */
        CONFIRMATION("SubscriptionConfirmation");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
