package io.spillway.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * The JSON in which a notification reaches a subscriber that doesn't want it raw. Source: Amazon
 * SNS Developer Guide, "Parsing Amazon SNS message formats".
 *
 * <p>The members about the signature are there, but nobody holds the key to check it with.
 */
final class Envelope {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Envelope() {}

    /**
     * @param service the URL of this SNS, for the links in the envelope
     */
    static String of(Notification notification, Subscription subscription, String service) {
        return switch (notification.kind()) {
            case NOTIFICATION -> notification(notification, subscription, service);
            case CONFIRMATION -> confirmation(notification, subscription, service);
        };
    }

    private static String notification(
            Notification notification, Subscription subscription, String service) {
        var message = notification.message();
        var text = message.bodyFor(subscription.protocol());
        var json =
                start(notification)
                        .putText("Subject", message.subject())
                        .put("Message", text)
                        .put("Timestamp", timestamp(notification))
                        .put("SignatureVersion", "1")
                        .put("Signature", signature(notification.id() + text))
                        .put("SigningCertURL", service + "/SimpleNotificationService.pem")
                        .put(
                                "UnsubscribeURL",
                                "%s/?Action=Unsubscribe&SubscriptionArn=%s"
                                        .formatted(service, encoded(subscription.arn())));
        if (!message.attributes().isEmpty()) {
            json.put("MessageAttributes", SnsAttributes.toJson(message.attributes()));
        }
        return Json.write(json.build());
    }

    private static String confirmation(
            Notification notification, Subscription subscription, String service) {
        var token = subscription.token().orElse("");
        var text = notification.message().body();
        return Json.write(
                start(notification)
                        .put("Token", token)
                        .put("Message", text)
                        .put(
                                "SubscribeURL",
                                "%s/?Action=ConfirmSubscription&TopicArn=%s&Token=%s"
                                        .formatted(
                                                service, encoded(subscription.topicArn()), token))
                        .put("Timestamp", timestamp(notification))
                        .put("SignatureVersion", "1")
                        .put("Signature", signature(notification.id() + text))
                        .put("SigningCertURL", service + "/SimpleNotificationService.pem")
                        .build());
    }

    private static JsonObject.Builder start(Notification notification) {
        return JsonObject.of()
                .put("Type", notification.kind().text())
                .put("MessageId", notification.id())
                .put("TopicArn", notification.topicArn());
    }

    private static String timestamp(Notification notification) {
        return TIMESTAMP.format(Instant.ofEpochMilli(notification.at()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String signature(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1.", e);
        }
    }
}
