package io.spillway.local.sns;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Delivery by a POST to a URL. Source: Amazon SNS Developer Guide, "HTTP/HTTPS headers" and "Amazon
 * SNS message delivery retries": 5xx and 429 may be tried again, other errors not.
 */
final class HttpEndpoint implements Endpoint, AutoCloseable {

    /** Source: Amazon SNS Developer Guide, "HTTP/S endpoints": an answer is due in 15 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Supplier<String> service;
    private HttpClient client;

    /**
     * @param service the URL of this SNS
     */
    HttpEndpoint(Supplier<String> service) {
        this.service = service;
    }

    @Override
    public Result deliver(Notification notification, Subscription subscription)
            throws InterruptedException {
        try {
            var answer =
                    client().send(
                                    request(notification, subscription),
                                    HttpResponse.BodyHandlers.discarding());
            return result(answer.statusCode(), subscription);
        } catch (IOException e) {
            return new Result.Unreachable(
                    new Failure(
                            "EndpointUnreachable", "%s: %s".formatted(subscription.endpoint(), e)));
        }
    }

    private static Result result(int status, Subscription subscription) {
        if (status / 100 == 2) {
            return new Result.Delivered();
        }
        var failure =
                new Failure(
                        Integer.toString(status),
                        "%s answered %d.".formatted(subscription.endpoint(), status));
        return status / 100 == 5 || status == 429
                ? new Result.Unreachable(failure)
                : new Result.Refused(failure);
    }

    private HttpRequest request(Notification notification, Subscription subscription) {
        boolean raw =
                subscription.attributes().isRaw()
                        && notification.kind() == Notification.Kind.NOTIFICATION;
        var body =
                raw
                        ? notification.message().bodyFor(subscription.protocol())
                        : Envelope.of(notification, subscription, service.get());
        var request =
                HttpRequest.newBuilder(URI.create(subscription.endpoint()))
                        .timeout(PATIENCE)
                        .header("Content-Type", "text/plain; charset=UTF-8")
                        .header("User-Agent", "Amazon Simple Notification Service Agent")
                        .header("x-amz-sns-message-type", notification.kind().text())
                        .header("x-amz-sns-message-id", notification.id())
                        .header("x-amz-sns-topic-arn", notification.topicArn())
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!subscription.isPending()) {
            request.header("x-amz-sns-subscription-arn", subscription.arn());
        }
        if (raw) {
            request.header("x-amz-sns-rawdelivery", "true");
        }
        return request.build();
    }

    /** Made when first needed: most pipelines have no HTTP subscriber. */
    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(PATIENCE)
                            .build();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
