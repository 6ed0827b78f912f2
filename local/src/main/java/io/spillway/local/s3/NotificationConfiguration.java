package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All notification rules of a bucket. A new configuration replaces the whole of the old one.
 *
 * @param eventBridge stored and returned; nothing is sent there
 */
record NotificationConfiguration(List<NotificationRule> rules, boolean eventBridge) {

    static final NotificationConfiguration NONE = new NotificationConfiguration(List.of(), false);

    private static final int FILTER_CHARACTERS = 1_024;
    private static final String TOPIC = "TopicConfiguration";
    private static final String QUEUE = "QueueConfiguration";

    NotificationConfiguration {
        rules = List.copyOf(rules);
    }

    Stream<NotificationRule> matching(EventType type, String key) {
        return rules.stream().filter(rule -> rule.matches(type, key));
    }

    /**
     * Reads what PutBucketNotificationConfiguration sends.
     *
     * @param defaultId of rules that come without an id, followed by their position
     * @throws S3Error if a rule is malformed, two overlap, or one names a Lambda function
     */
    static NotificationConfiguration fromXml(XmlElement xml, String defaultId) {
        var rules = new ArrayList<NotificationRule>();
        for (var element : xml.children()) {
            switch (element.name()) {
                case TOPIC -> rules.add(rule(element, "Topic", defaultId + rules.size()));
                case QUEUE -> rules.add(rule(element, "Queue", defaultId + rules.size()));
                case "EventBridgeConfiguration" -> {}
                case "CloudFunctionConfiguration" ->
                        throw S3Error.notImplemented("A Lambda function as a target");
                default -> throw S3Error.malformedXml("it has a " + element.name());
            }
        }
        refuseSameIds(rules);
        refuseOverlaps(rules);
        return new NotificationConfiguration(
                rules, xml.first("EventBridgeConfiguration").isPresent());
    }

    private static NotificationRule rule(XmlElement xml, String target, String defaultId) {
        var rules =
                xml.first("Filter").flatMap(filter -> filter.first("S3Key")).stream()
                        .flatMap(key -> key.all("FilterRule").stream())
                        .toList();
        var rule =
                new NotificationRule(
                        xml.value("Id").filter(id -> !id.isEmpty()).orElse(defaultId),
                        NotificationTarget.of(xml.require(target)),
                        xml.all("Event").stream().map(XmlElement::text).toList(),
                        filter(rules, "prefix"),
                        filter(rules, "suffix"));
        if (rule.types().isEmpty()) {
            throw S3Error.malformedXml("%s has no Event".formatted(xml.name()));
        }
        return rule;
    }

    private static Optional<String> filter(List<XmlElement> rules, String name) {
        var values = new ArrayList<String>();
        for (var rule : rules) {
            var ruleName = rule.require("Name");
            if (!ruleName.equalsIgnoreCase("prefix") && !ruleName.equalsIgnoreCase("suffix")) {
                throw S3Error.invalidArgument("filter rule name must be either prefix or suffix");
            }
            if (ruleName.equalsIgnoreCase(name)) {
                values.add(rule.require("Value"));
            }
        }
        if (values.size() > 1) {
            throw S3Error.invalidArgument(
                    "Cannot specify more than one %s rule in a filter.".formatted(name));
        }
        if (!values.isEmpty() && values.getFirst().length() > FILTER_CHARACTERS) {
            throw S3Error.invalidArgument(
                    "Size of filter rule value cannot exceed %d characters in UTF-8"
                            .formatted(FILTER_CHARACTERS));
        }
        return values.stream().findFirst();
    }

    private static void refuseSameIds(List<NotificationRule> rules) {
        var ids = new HashSet<String>();
        for (var rule : rules) {
            if (!ids.add(rule.id())) {
                throw S3Error.invalidArgument(
                        "Same ID used for multiple configurations: %s. IDs must be unique."
                                .formatted(rule.id()));
            }
        }
    }

    private static void refuseOverlaps(List<NotificationRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (var other : rules.subList(i + 1, rules.size())) {
                if (rules.get(i).overlaps(other)) {
                    throw S3Error.invalidArgument(
                            "Configurations overlap: %s and %s. Configurations on the same bucket cannot share a common event type."
                                    .formatted(rules.get(i).id(), other.id()));
                }
            }
        }
    }

    Xml toXml() {
        var xml = Xml.document("NotificationConfiguration");
        for (var rule : rules) {
            switch (rule.target()) {
                case NotificationTarget.Topic(var arn) -> write(xml, rule, TOPIC, "Topic", arn);
                case NotificationTarget.Queue(var arn) -> write(xml, rule, QUEUE, "Queue", arn);
            }
        }
        return eventBridge
                ? xml.open("EventBridgeConfiguration").close("EventBridgeConfiguration")
                : xml;
    }

    private static void write(
            Xml xml, NotificationRule rule, String element, String target, String arn) {
        xml.open(element).add("Id", rule.id()).add(target, arn);
        rule.events().forEach(event -> xml.add("Event", event));
        if (rule.prefix().isPresent() || rule.suffix().isPresent()) {
            xml.open("Filter").open("S3Key");
            rule.prefix().ifPresent(value -> writeFilter(xml, "Prefix", value));
            rule.suffix().ifPresent(value -> writeFilter(xml, "Suffix", value));
            xml.close("S3Key").close("Filter");
        }
        xml.close(element);
    }

    private static void writeFilter(Xml xml, String name, String value) {
        xml.open("FilterRule").add("Name", name).add("Value", value).close("FilterRule");
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("rules", rules.stream().map(NotificationRule::toJson).toList())
                .put("eventBridge", eventBridge)
                .build();
    }

    static NotificationConfiguration fromJson(JsonObject json) {
        return new NotificationConfiguration(
                json.objects("rules").stream().map(NotificationRule::fromJson).toList(),
                json.bool("eventBridge").orElse(false));
    }
}
