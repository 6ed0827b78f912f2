package io.spillway.local.sns;

import java.net.URI;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The operations on subscriptions. */
final class SubscriptionActions {

    private static final String PENDING_ARN = "pending confirmation";

    private final Topics topics;
    private final Publisher publisher;

    SubscriptionActions(Topics topics, Publisher publisher) {
        this.topics = topics;
        this.publisher = publisher;
    }

    Map<String, SnsHandler.Action> byName() {
        return Map.of(
                "ConfirmSubscription", this::confirm,
                "GetSubscriptionAttributes", this::getAttributes,
                "ListSubscriptions", form -> list(form, topics.subscriptions()),
                "ListSubscriptionsByTopic", this::listByTopic,
                "SetSubscriptionAttributes", this::setAttribute,
                "Subscribe", this::subscribe,
                "Unsubscribe", this::unsubscribe);
    }

    private String subscribe(Form form) {
        var protocol = Protocol.of(form.require("Protocol"));
        var endpoint = form.require("Endpoint");
        checkEndpoint(protocol, endpoint);
        var subscription =
                topics.subscribe(
                        form.require("TopicArn"),
                        protocol,
                        endpoint,
                        SubscriptionAttributes.of(form.map("Attributes.entry", ".key", ".value")));
        if (!subscription.isPending()) {
            return Xml.text("SubscriptionArn", subscription.arn());
        }
        publisher.askForConfirmation(subscription);
        boolean revealed = form.optional("ReturnSubscriptionArn").equals(Optional.of("true"));
        return Xml.text("SubscriptionArn", revealed ? subscription.arn() : PENDING_ARN);
    }

    private static void checkEndpoint(Protocol protocol, String endpoint) {
        switch (protocol) {
            case SQS -> checkQueue(endpoint);
            case HTTP, HTTPS -> checkUrl(protocol, endpoint);
        }
    }

    private static void checkQueue(String endpoint) {
        if (!endpoint.matches("arn:aws[a-z-]*:sqs:[^:]+:\\d{12}:[A-Za-z0-9_.-]+")) {
            throw SnsError.invalid("SQS endpoint ARN", "\"%s\" is no queue's.".formatted(endpoint));
        }
        if (endpoint.endsWith(".fifo")) {
            throw SnsError.invalid(
                    "Endpoint", "FIFO SQS Queues can not be subscribed to standard SNS topics");
        }
    }

    private static void checkUrl(Protocol protocol, String endpoint) {
        try {
            var url = URI.create(endpoint);
            if (protocol.text().equals(url.getScheme()) && url.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // no URI at all: the same refusal
        }
        throw SnsError.invalid(
                "Endpoint",
                "\"%s\" is no URL that starts with %s://.".formatted(endpoint, protocol.text()));
    }

    private String confirm(Form form) {
        var subscription = topics.confirm(form.require("TopicArn"), form.require("Token"));
        return Xml.text("SubscriptionArn", subscription.arn());
    }

    private String unsubscribe(Form form) {
        topics.unsubscribe(form.require("SubscriptionArn"));
        return "";
    }

    private String listByTopic(Form form) {
        var topic = topics.require(form.require("TopicArn"));
        var subscriptions = new TreeMap<String, Subscription>();
        topics.of(topic.arn()).forEach(one -> subscriptions.put(one.arn(), one));
        return list(form, subscriptions);
    }

    private String list(Form form, NavigableMap<String, Subscription> all) {
        return Page.of(form, "Subscriptions", all, this::member);
    }

    private String member(Subscription subscription) {
        return Xml.element(
                "member",
                Xml.text("TopicArn", subscription.topicArn()),
                Xml.text("Protocol", subscription.protocol().text()),
                Xml.text(
                        "SubscriptionArn",
                        subscription.isPending() ? "PendingConfirmation" : subscription.arn()),
                Xml.text("Owner", topics.account().id()),
                Xml.text("Endpoint", subscription.endpoint()));
    }

    private String getAttributes(Form form) {
        var subscription = topics.requireSubscription(form.require("SubscriptionArn"));
        var attributes = new TreeMap<String, String>();
        attributes.put("RawMessageDelivery", "false");
        if (subscription.attributes().values().containsKey("FilterPolicy")) {
            attributes.put("FilterPolicyScope", "MessageAttributes");
        }
        attributes.putAll(subscription.attributes().values());
        attributes.put("SubscriptionArn", subscription.arn());
        attributes.put("TopicArn", subscription.topicArn());
        attributes.put("Protocol", subscription.protocol().text());
        attributes.put("Endpoint", subscription.endpoint());
        attributes.put("Owner", topics.account().id());
        attributes.put("PendingConfirmation", Boolean.toString(subscription.isPending()));
        attributes.put("ConfirmationWasAuthenticated", Boolean.toString(!subscription.isPending()));
        attributes.put(
                "SubscriptionPrincipal", "arn:aws:iam::%s:root".formatted(topics.account().id()));
        return Xml.map("Attributes", attributes);
    }

    private String setAttribute(Form form) {
        topics.setSubscriptionAttribute(
                form.require("SubscriptionArn"),
                form.require("AttributeName"),
                form.optional("AttributeValue").orElse(""));
        return "";
    }
}
