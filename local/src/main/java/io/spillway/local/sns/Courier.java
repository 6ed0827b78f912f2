package io.spillway.local.sns;

import io.spillway.local.sns.Endpoint.Result;
import io.spillway.local.sqs.LocalSqs;
import io.spillway.local.sqs.MessageAttribute;
import io.spillway.local.sqs.SqsError;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Brings one notification to one subscriber: tries again where that may help, and in the end leaves
 * it in the subscription's dead-letter queue.
 */
final class Courier implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Courier.class.getName());

    private final LocalSqs queues;
    private final QueueEndpoint queueEndpoint;
    private final HttpEndpoint httpEndpoint;

    /**
     * @param service the URL of this SNS
     */
    Courier(LocalSqs queues, Supplier<String> service) {
        this.queues = queues;
        this.queueEndpoint = new QueueEndpoint(queues, service);
        this.httpEndpoint = new HttpEndpoint(service);
    }

    /**
     * Returns when the notification is delivered or given up.
     *
     * @throws InterruptedException if it is neither when the process stops
     */
    void carry(Notification notification, Subscription subscription) throws InterruptedException {
        var result = attempt(notification, subscription);
        for (Duration wait : subscription.attributes().retryPlan().waits()) {
            if (!(result instanceof Result.Unreachable)) {
                break;
            }
            Thread.sleep(wait);
            result = attempt(notification, subscription);
        }
        switch (result) {
            case Result.Delivered _ -> {}
            case Result.Refused(var failure) -> giveUp(notification, subscription, failure);
            case Result.Unreachable(var failure) -> giveUp(notification, subscription, failure);
        }
    }

    private Result attempt(Notification notification, Subscription subscription)
            throws InterruptedException {
        return switch (subscription.protocol()) {
            case SQS -> queueEndpoint.deliver(notification, subscription);
            case HTTP, HTTPS -> httpEndpoint.deliver(notification, subscription);
        };
    }

    private void giveUp(
            Notification notification, Subscription subscription, Endpoint.Failure failure) {
        var deadLetterQueue = subscription.attributes().deadLetterQueueArn();
        if (deadLetterQueue.isEmpty() || notification.kind() == Notification.Kind.CONFIRMATION) {
            drop(notification, subscription, failure.reason());
            return;
        }
        try {
            queues.send(
                    deadLetterQueue.get(),
                    queueEndpoint.body(notification, subscription),
                    Map.of(
                            "RequestID", MessageAttribute.text(UUID.randomUUID().toString()),
                            "ErrorCode", MessageAttribute.text(failure.code()),
                            "ErrorMessage", MessageAttribute.text(failure.reason())));
        } catch (SqsError e) {
            drop(notification, subscription, failure.reason() + " " + e.getMessage());
        }
    }

    private static void drop(Notification notification, Subscription subscription, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Dropped a notification: messageId={0} subscription={1} reason={2}",
                notification.id(),
                subscription.arn(),
                reason);
    }

    @Override
    public void close() {
        httpEndpoint.close();
    }
}
