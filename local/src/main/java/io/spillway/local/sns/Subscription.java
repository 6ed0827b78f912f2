package io.spillway.local.sns;

import java.util.Optional;

/**
 * Someone who gets a topic's messages.
 *
 * @param endpoint the ARN of a queue, or a URL
 * @param token what the subscriber has to send back before it gets anything; empty once it has
 */
record Subscription(
        String arn,
        String topicArn,
        Protocol protocol,
        String endpoint,
        SubscriptionAttributes attributes,
        Optional<String> token) {

    boolean isPending() {
        return token.isPresent();
    }

    Subscription confirmed() {
        return new Subscription(arn, topicArn, protocol, endpoint, attributes, Optional.empty());
    }

    Subscription with(SubscriptionAttributes changed) {
        return new Subscription(arn, topicArn, protocol, endpoint, changed, token);
    }

    boolean wants(SnsMessage message) {
        return !isPending() && attributes.filterPolicy().accepts(message);
    }
}
