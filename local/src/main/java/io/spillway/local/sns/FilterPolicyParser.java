package io.spillway.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.JsonValue.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the rules of a filter policy and holds them to SNS's limits. Source: Amazon SNS Developer
 * Guide, "Filter policy constraints".
 */
final class FilterPolicyParser {

    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_KEYS = 5;
    private static final int MOST_COMBINATIONS = 150;

    private static final String OR = "$or";

    /** Names that make an object in a list an operator, and so a list under $or a plain one. */
    private static final Set<String> OPERATORS =
            Set.of(
                    "anything-but",
                    "cidr",
                    "equals-ignore-case",
                    "exists",
                    "numeric",
                    "prefix",
                    "suffix",
                    "wildcard");

    private final FilterPolicy.Scope scope;

    FilterPolicyParser(FilterPolicy.Scope scope) {
        this.scope = scope;
    }

    List<Rule> parse(String text) {
        if (text.getBytes(UTF_8).length > MOST_BYTES) {
            throw refused("it is longer than %d bytes.".formatted(MOST_BYTES));
        }
        try {
            return limited(rules(Json.readObject(text)));
        } catch (JsonMismatch e) {
            throw refused("failed to parse JSON. " + e.getMessage());
        }
    }

    private static List<Rule> limited(List<Rule> rules) {
        if (rules.size() > MOST_KEYS) {
            throw refused(
                    "Filter policy can not have more than %d keys, this one has %d."
                            .formatted(MOST_KEYS, rules.size()));
        }
        long combinations = Rule.product(rules, 1);
        if (combinations > MOST_COMBINATIONS) {
            throw refused(
                    "Filter policy is too complex: %d combinations of values exceed %d."
                            .formatted(combinations, MOST_COMBINATIONS));
        }
        return rules;
    }

    private List<Rule> rules(JsonObject json) {
        var rules = new ArrayList<Rule>();
        json.members().forEach((name, member) -> rules.add(rule(name, member.value())));
        return rules;
    }

    private Rule rule(String name, JsonValue value) {
        return switch (value) {
            case Array(var _, var items) when name.equals(OR) && isChoice(items) ->
                    new Rule.Either(
                            items.stream().map(option -> rules((JsonObject) option)).toList());
            case Array(var _, var items) when !items.isEmpty() ->
                    new Rule.Key(name, items.stream().map(MatcherParser::parse).toList());
            case JsonObject object -> nested(name, object);
            case JsonValue other ->
                    throw refused(
                            "\"%s\" must be an object or an array with values at %s, and is %s."
                                    .formatted(name, other.at(), other.kind()));
        };
    }

    /** Whether a list under $or means a choice. Otherwise $or is a name like any other. */
    private static boolean isChoice(List<JsonValue> items) {
        return items.size() >= 2
                && items.stream()
                        .allMatch(
                                item ->
                                        item instanceof JsonObject object
                                                && object.members().keySet().stream()
                                                        .noneMatch(OPERATORS::contains));
    }

    private Rule nested(String name, JsonObject object) {
        if (scope == FilterPolicy.Scope.MESSAGE_ATTRIBUTES) {
            throw refused(
                    "Filter policy scope MessageAttributes does not support nested filter policy: \"%s\" at %s holds an object."
                            .formatted(name, object.at()));
        }
        if (object.members().isEmpty()) {
            throw refused(
                    "Empty objects are not allowed: \"%s\" at %s.".formatted(name, object.at()));
        }
        return new Rule.Nested(name, rules(object));
    }

    static SnsError refused(String reason) {
        return new SnsError(
                SnsError.Code.INVALID_PARAMETER, "Invalid parameter: FilterPolicy: " + reason);
    }
}
