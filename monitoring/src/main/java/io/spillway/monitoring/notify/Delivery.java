package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Hands notifications to receivers, each in its form. */
final class Delivery {

    private final HttpPost http;
    private final Mail mail;

    Delivery(HttpPost http, Mail mail) {
        this.http = http;
        this.mail = mail;
    }

    /**
     * @param deadline when to give up
     */
    Answer deliver(Receiver receiver, Notification notification, Instant deadline) {
        return switch (receiver) {
            case Receiver.Slack(var _, var url) ->
                    post(url, List.of(SlackForm.of(notification)), notification, deadline);
            case Receiver.Teams(var _, var url) ->
                    post(url, List.of(TeamsForm.of(notification)), notification, deadline);
            case Receiver.PagerDuty(var _, var url, var routingKey) ->
                    post(url, PagerDutyForm.of(notification, routingKey), notification, deadline);
            case Receiver.Webhook(var _, var url) ->
                    post(url, List.of(WebhookForm.of(notification)), notification, deadline);
            case Receiver.Topic(var _, var arn) -> publish(arn, notification);
        };
    }

    private Answer post(
            URI url, List<JsonObject> bodies, Notification notification, Instant deadline) {
        for (var body : bodies) {
            if (http.send(url, body, notification.id(), deadline)
                    instanceof Answer.NotTaken notTaken) {
                return notTaken;
            }
        }
        return new Answer.Taken();
    }

    private Answer publish(String arn, Notification notification) {
        try {
            mail.publish(arn, MailForm.subject(notification), MailForm.text(notification));
            return new Answer.Taken();
        } catch (IOException e) {
            return new Answer.NotTaken(e.getMessage());
        }
    }
}
