package io.spillway.local.sns;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.JsonValue.Array;
import io.spillway.pipeline.json.JsonValue.Bool;
import io.spillway.pipeline.json.JsonValue.Null;
import io.spillway.pipeline.json.JsonValue.Numeric;
import io.spillway.pipeline.json.JsonValue.Text;
import java.math.BigDecimal;
import java.util.List;

/** Reads one item of a filter policy's list: a plain value, or an object with one operator. */
final class MatcherParser {

    /** Source: Amazon SNS Developer Guide, "Numeric value matching". */
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000);

    private MatcherParser() {}

    static Matcher parse(JsonValue item) {
        return switch (item) {
            case Text _, Bool _, Null _ -> new Matcher.Exactly(item);
            case Numeric number -> new Matcher.Exactly(inRange(number));
            case JsonObject object -> operator(object);
            case Array list ->
                    throw FilterPolicyParser.refused(
                            "Match value must be String, number, true, false, null or an operator: a list stands at %s."
                                    .formatted(list.at()));
        };
    }

    private static Matcher operator(JsonObject object) {
        if (object.members().size() != 1) {
            throw FilterPolicyParser.refused(
                    "Only one operator is allowed in the object at %s, which has %d members."
                            .formatted(object.at(), object.members().size()));
        }
        var name = object.members().keySet().iterator().next();
        var operand = object.members().get(name).value();
        return switch (name) {
            case "exists" -> new Matcher.Exists(bool(name, operand));
            case "numeric" -> NumericParser.parse(list(name, operand));
            case "anything-but" -> anythingBut(operand);
            case String other -> textual(other, operand);
        };
    }

    private static Matcher textual(String name, JsonValue operand) {
        return switch (name) {
            case "prefix" -> new Matcher.Prefix(text(name, operand));
            case "suffix" -> new Matcher.Suffix(text(name, operand));
            case "equals-ignore-case" -> new Matcher.EqualsIgnoreCase(text(name, operand));
            case "wildcard" -> new Matcher.Wildcard(glob(text(name, operand)));
            case "cidr" -> new Matcher.InNetwork(cidr(text(name, operand)));
            case String other ->
                    throw FilterPolicyParser.refused(
                            "Unrecognized match type %s at %s.".formatted(other, operand.at()));
        };
    }

    private static Matcher anythingBut(JsonValue operand) {
        return switch (operand) {
            case Array(var _, var items) when !items.isEmpty() ->
                    new Matcher.AnythingBut(
                            items.stream().map(MatcherParser::unwantedValue).toList());
            case JsonObject object when object.members().size() == 1 -> anythingButText(object);
            case JsonValue value -> new Matcher.AnythingBut(List.of(unwantedValue(value)));
        };
    }

    /** {@code {"anything-but": {"prefix": "a"}}}, or with a list of texts. */
    private static Matcher anythingButText(JsonObject object) {
        var name = object.members().keySet().iterator().next();
        var operand = object.members().get(name).value();
        var texts = operand instanceof Array(var _, var items) ? items : List.of(operand);
        return new Matcher.AnythingBut(texts.stream().map(text -> textual(name, text)).toList());
    }

    private static Matcher unwantedValue(JsonValue value) {
        return switch (value) {
            case Text text -> new Matcher.Exactly(text);
            case Numeric number -> new Matcher.Exactly(inRange(number));
            case JsonValue other ->
                    throw FilterPolicyParser.refused(
                            "anything-but takes text, numbers, or one of prefix, suffix, equals-ignore-case, wildcard, and not %s, at %s."
                                    .formatted(other.kind(), other.at()));
        };
    }

    private static Glob glob(String pattern) {
        if (pattern.contains("**")) {
            throw FilterPolicyParser.refused(
                    "Consecutive wildcard characters in \"%s\". Write one *.".formatted(pattern));
        }
        return Glob.parse(pattern);
    }

    private static Cidr cidr(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw FilterPolicyParser.refused("Malformed CIDR: " + e.getMessage());
        }
    }

    static Numeric inRange(Numeric number) {
        if (number.value().abs().compareTo(LARGEST) > 0) {
            throw FilterPolicyParser.refused(
                    "Value of numeric must be from -1e9 to 1e9, and is %s at %s."
                            .formatted(number.value(), number.at()));
        }
        return number;
    }

    private static String text(String operator, JsonValue operand) {
        if (operand instanceof Text(var _, var text) && !text.isEmpty()) {
            return text;
        }
        throw wrongOperand(operator, "text that isn't empty", operand);
    }

    private static boolean bool(String operator, JsonValue operand) {
        if (operand instanceof Bool(var _, var bool)) {
            return bool;
        }
        throw wrongOperand(operator, "true or false", operand);
    }

    private static List<JsonValue> list(String operator, JsonValue operand) {
        if (operand instanceof Array(var _, var items)) {
            return items;
        }
        throw wrongOperand(operator, "a list", operand);
    }

    private static SnsError wrongOperand(String operator, String expected, JsonValue found) {
        return FilterPolicyParser.refused(
                "%s takes %s, and not %s, at %s."
                        .formatted(operator, expected, found.kind(), found.at()));
    }
}
