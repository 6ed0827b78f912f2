package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events of a bucket go to which target.
 *
 * @param id names the rule in each event, as {@code configurationId}
 * @param events as configured, such as {@code s3:ObjectCreated:*}
 */
record NotificationRule(
        String id,
        NotificationTarget target,
        List<String> events,
        Optional<String> prefix,
        Optional<String> suffix) {

    NotificationRule {
        events = List.copyOf(events);
    }

    Set<EventType> types() {
        var types = EnumSet.noneOf(EventType.class);
        events.forEach(event -> types.addAll(EventType.matching(event)));
        return types;
    }

    boolean matches(EventType type, String key) {
        return types().contains(type)
                && key.startsWith(prefix.orElse(""))
                && key.endsWith(suffix.orElse(""));
    }

    /** Whether one event could match both, which S3 refuses. */
    boolean overlaps(NotificationRule other) {
        var onePrefix = prefix.orElse("");
        var otherPrefix = other.prefix.orElse("");
        var oneSuffix = suffix.orElse("");
        var otherSuffix = other.suffix.orElse("");
        return !Collections.disjoint(types(), other.types())
                && (onePrefix.startsWith(otherPrefix) || otherPrefix.startsWith(onePrefix))
                && (oneSuffix.endsWith(otherSuffix) || otherSuffix.endsWith(oneSuffix));
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("id", id)
                .put("target", target.arn())
                .put(
                        "events",
                        events.stream()
                                .map(event -> new JsonValue.Text(Position.NONE, event))
                                .toList())
                .putText("prefix", prefix)
                .putText("suffix", suffix)
                .build();
    }

    static NotificationRule fromJson(JsonObject json) {
        return new NotificationRule(
                json.requireText("id"),
                NotificationTarget.of(json.requireText("target")),
                json.array("events").stream()
                        .map(event -> ((JsonValue.Text) event).value())
                        .toList(),
                json.text("prefix"),
                json.text("suffix"));
    }
}
