package io.spillway.local.sns;

import io.spillway.local.sns.SnsChange.Published;
import io.spillway.local.sns.SnsChange.Settled;
import io.spillway.local.sns.SnsChange.SubscriptionSet;
import io.spillway.local.sns.SnsChange.TopicDeleted;
import io.spillway.local.sns.SnsChange.TopicSet;
import io.spillway.local.sns.SnsChange.Unsubscribed;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The journal's form of a {@link SnsChange}. */
final class SnsChangeJson {

    private SnsChangeJson() {}

    static JsonObject write(SnsChange change) {
        var json = JsonObject.of();
        switch (change) {
            case TopicSet(var topic) -> json.put("change", "topic").put("topic", write(topic));
            case TopicDeleted(var arn) -> json.put("change", "topicDeleted").put("arn", arn);
            case SubscriptionSet(var subscription) ->
                    json.put("change", "subscription").put("subscription", write(subscription));
            case Unsubscribed(var arn) -> json.put("change", "unsubscribed").put("arn", arn);
            case Published(var notification, var subscriptions) ->
                    json.put("change", "published")
                            .put("notification", write(notification))
                            .put("to", texts(subscriptions));
            case Settled(var id, var subscriptions) ->
                    json.put("change", "settled").put("id", id).put("to", texts(subscriptions));
        }
        return json.build();
    }

    static SnsChange read(JsonObject json) {
        return switch (json.requireText("change")) {
            case "topic" -> new TopicSet(topic(json.requireObject("topic")));
            case "topicDeleted" -> new TopicDeleted(json.requireText("arn"));
            case "subscription" ->
                    new SubscriptionSet(subscription(json.requireObject("subscription")));
            case "unsubscribed" -> new Unsubscribed(json.requireText("arn"));
            case "published" ->
                    new Published(
                            notification(json.requireObject("notification")), texts(json, "to"));
            case "settled" -> new Settled(json.requireText("id"), texts(json, "to"));
            case String other ->
                    throw new JsonMismatch("\"%s\" is no change of a topic.".formatted(other));
        };
    }

    private static JsonObject write(Topic topic) {
        return JsonObject.of()
                .put("arn", topic.arn())
                .put("attributes", map(topic.attributes()))
                .put("tags", map(topic.tags()))
                .build();
    }

    private static Topic topic(JsonObject json) {
        return new Topic(json.requireText("arn"), map(json, "attributes"), map(json, "tags"));
    }

    private static JsonObject write(Subscription subscription) {
        return JsonObject.of()
                .put("arn", subscription.arn())
                .put("topicArn", subscription.topicArn())
                .put("protocol", subscription.protocol().text())
                .put("endpoint", subscription.endpoint())
                .put("attributes", map(subscription.attributes().values()))
                .putText("token", subscription.token())
                .build();
    }

    private static Subscription subscription(JsonObject json) {
        return new Subscription(
                json.requireText("arn"),
                json.requireText("topicArn"),
                Protocol.of(json.requireText("protocol")),
                json.requireText("endpoint"),
                SubscriptionAttributes.of(map(json, "attributes")),
                json.text("token"));
    }

    private static JsonObject write(Notification notification) {
        var message = notification.message();
        return JsonObject.of()
                .put("kind", notification.kind().name())
                .put("id", notification.id())
                .put("topicArn", notification.topicArn())
                .put("at", notification.at())
                .putText("subject", message.subject())
                .put("body", message.body())
                .put("perProtocol", message.perProtocol())
                .put("attributes", SnsAttributes.toJson(message.attributes()))
                .putText("group", notification.groupId())
                .build();
    }

    private static Notification notification(JsonObject json) {
        var message =
                new SnsMessage(
                        json.text("subject"),
                        json.requireText("body"),
                        json.bool("perProtocol").orElse(false),
                        SnsAttributes.fromJson(json.requireObject("attributes")));
        return new Notification(
                Notification.Kind.valueOf(json.requireText("kind")),
                json.requireText("id"),
                json.requireText("topicArn"),
                json.requireWhole("at"),
                message,
                json.text("group"));
    }

    private static List<JsonValue> texts(List<String> texts) {
        return texts.stream()
                .<JsonValue>map(text -> new JsonValue.Text(Position.NONE, text))
                .toList();
    }

    private static List<String> texts(JsonObject json, String name) {
        return json.array(name).stream()
                .map(
                        value ->
                                switch (value) {
                                    case JsonValue.Text(var _, var text) -> text;
                                    case JsonValue other ->
                                            throw new JsonMismatch(name, "a list of text", other);
                                })
                .toList();
    }

    private static JsonObject map(Map<String, String> map) {
        var json = JsonObject.of();
        map.forEach(json::put);
        return json.build();
    }

    private static Map<String, String> map(JsonObject json, String name) {
        var map = new LinkedHashMap<String, String>();
        var members = json.requireObject(name);
        members.members().keySet().forEach(key -> map.put(key, members.requireText(key)));
        return map;
    }
}
