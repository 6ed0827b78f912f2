package io.spillway.local.sns;

import io.spillway.local.sqs.LocalSqs;
import io.spillway.local.sqs.MessageAttribute;
import io.spillway.local.sqs.SqsError;
import java.util.Map;
import java.util.function.Supplier;

/** Delivery to a queue of the SQS stand-in. */
final class QueueEndpoint implements Endpoint {

    private final LocalSqs queues;
    private final Supplier<String> service;

    /**
     * @param service the URL of this SNS
     */
    QueueEndpoint(LocalSqs queues, Supplier<String> service) {
        this.queues = queues;
        this.service = service;
    }

    @Override
    public Result deliver(Notification notification, Subscription subscription) {
        try {
            queues.send(
                    subscription.endpoint(),
                    body(notification, subscription),
                    attributes(notification, subscription),
                    notification.groupId());
            return new Result.Delivered();
        } catch (SqsError e) {
            return new Result.Refused(new Failure(e.code().queryCode(), e.getMessage()));
        }
    }

    /** The text of the queue message, also of one in a dead-letter queue. */
    String body(Notification notification, Subscription subscription) {
        return subscription.attributes().isRaw()
                ? notification.message().bodyFor(subscription.protocol())
                : Envelope.of(notification, subscription, service.get());
    }

    private static Map<String, MessageAttribute> attributes(
            Notification notification, Subscription subscription) {
        return subscription.attributes().isRaw() ? notification.message().attributes() : Map.of();
    }
}
