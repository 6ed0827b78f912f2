package io.spillway.local.sns;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations on topics as such. */
final class TopicActions {

    private final Topics topics;

    TopicActions(Topics topics) {
        this.topics = topics;
    }

    Map<String, SnsHandler.Action> byName() {
        return Map.of(
                "CreateTopic", this::create,
                "DeleteTopic", this::delete,
                "GetTopicAttributes", this::getAttributes,
                "ListTagsForResource", this::listTags,
                "ListTopics", this::list,
                "SetTopicAttributes", this::setAttribute,
                "TagResource", this::tag,
                "UntagResource", this::untag);
    }

    private String create(Form form) {
        var topic =
                topics.create(
                        form.require("Name"),
                        form.map("Attributes.entry", ".key", ".value"),
                        form.map("Tags.member", ".Key", ".Value"));
        return Xml.text("TopicArn", topic.arn());
    }

    private String delete(Form form) {
        topics.delete(form.require("TopicArn"));
        return "";
    }

    private String list(Form form) {
        return Page.of(
                form,
                "Topics",
                topics.topics(),
                topic -> Xml.element("member", Xml.text("TopicArn", topic.arn())));
    }

    private String getAttributes(Form form) {
        var topic = topics.require(form.require("TopicArn"));
        var subscriptions = topics.of(topic.arn());
        long pending = subscriptions.stream().filter(Subscription::isPending).count();
        var attributes = new TreeMap<String, String>();
        attributes.put("DisplayName", "");
        attributes.put("Policy", presetPolicy(topic));
        attributes.putAll(topic.attributes());
        attributes.put("TopicArn", topic.arn());
        attributes.put("Owner", topics.account().id());
        attributes.put("SubscriptionsPending", Long.toString(pending));
        attributes.put("SubscriptionsConfirmed", Long.toString(subscriptions.size() - pending));
        attributes.put("SubscriptionsDeleted", "0");
        return Xml.map("Attributes", attributes);
    }

    /** Nobody checks it here; tools that read a topic's policy get the one AWS starts with. */
    private String presetPolicy(Topic topic) {
        var statement =
                JsonObject.of()
                        .put("Sid", "__default_statement_ID")
                        .put("Effect", "Allow")
                        .put("Principal", JsonObject.of().put("AWS", "*"))
                        .put("Action", "SNS:Publish")
                        .put("Resource", topic.arn())
                        .put(
                                "Condition",
                                JsonObject.of()
                                        .put(
                                                "StringEquals",
                                                JsonObject.of()
                                                        .put(
                                                                "AWS:SourceOwner",
                                                                topics.account().id())))
                        .build();
        return Json.write(
                JsonObject.of()
                        .put("Version", "2008-10-17")
                        .put("Id", "__default_policy_ID")
                        .put("Statement", List.of(statement))
                        .build());
    }

    private String setAttribute(Form form) {
        topics.setAttribute(
                form.require("TopicArn"),
                form.require("AttributeName"),
                form.optional("AttributeValue").orElse(""));
        return "";
    }

    private String tag(Form form) {
        topics.tag(
                form.require("ResourceArn"), form.map("Tags.member", ".Key", ".Value"), List.of());
        return "";
    }

    private String untag(Form form) {
        topics.tag(form.require("ResourceArn"), Map.of(), form.texts("TagKeys.member"));
        return "";
    }

    private String listTags(Form form) {
        var members = new StringBuilder();
        topics.requireResource(form.require("ResourceArn"))
                .tags()
                .forEach(
                        (key, value) ->
                                members.append(
                                        Xml.element(
                                                "member",
                                                Xml.text("Key", key),
                                                Xml.text("Value", value))));
        return Xml.element("Tags", members.toString());
    }
}
