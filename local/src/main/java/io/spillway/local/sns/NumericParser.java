package io.spillway.local.sns;

import io.spillway.local.sns.Matcher.Bound;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.JsonValue.Numeric;
import io.spillway.pipeline.json.JsonValue.Text;
import io.spillway.pipeline.json.Position;
import java.util.List;
import java.util.Optional;

/** Reads the operand of {@code numeric}, such as {@code [">", 0, "<=", 100]}. */
final class NumericParser {

    private NumericParser() {}

    static Matcher parse(List<JsonValue> operand) {
        var range =
                switch (operand.size()) {
                    case 2 -> half(comparison(operand, 0), bound(operand, 0));
                    case 4 -> whole(operand);
                    default -> throw refused(operand);
                };
        if (isEmpty(range)) {
            throw FilterPolicyParser.refused(
                    "Bottom must be less than top in a numeric range: %s."
                            .formatted(describe(operand)));
        }
        return range;
    }

    private static Matcher.Range half(String comparison, Bound bound) {
        return switch (comparison) {
            case "=" -> new Matcher.Range(Optional.of(bound), Optional.of(bound));
            case ">", ">=" -> new Matcher.Range(Optional.of(bound), Optional.empty());
            default -> new Matcher.Range(Optional.empty(), Optional.of(bound));
        };
    }

    private static Matcher.Range whole(List<JsonValue> operand) {
        if (!comparison(operand, 0).startsWith(">") || !comparison(operand, 2).startsWith("<")) {
            throw refused(operand);
        }
        return new Matcher.Range(Optional.of(bound(operand, 0)), Optional.of(bound(operand, 2)));
    }

    private static String comparison(List<JsonValue> operand, int at) {
        if (operand.get(at) instanceof Text(var _, var text)
                && List.of("=", "<", "<=", ">", ">=").contains(text)) {
            return text;
        }
        throw refused(operand);
    }

    private static Bound bound(List<JsonValue> operand, int at) {
        if (operand.get(at + 1) instanceof Numeric number) {
            return new Bound(
                    MatcherParser.inRange(number).value(), comparison(operand, at).endsWith("="));
        }
        throw refused(operand);
    }

    private static boolean isEmpty(Matcher.Range range) {
        if (range.lower().isEmpty() || range.upper().isEmpty()) {
            return false;
        }
        var lower = range.lower().get();
        var upper = range.upper().get();
        int order = lower.limit().compareTo(upper.limit());
        return order > 0 || (order == 0 && !(lower.inclusive() && upper.inclusive()));
    }

    private static SnsError refused(List<JsonValue> operand) {
        return FilterPolicyParser.refused(
                "numeric takes one comparison, or a lower and then an upper bound, as in [\">\", 0, \"<=\", 100]; found %s."
                        .formatted(describe(operand)));
    }

    private static String describe(List<JsonValue> operand) {
        return Json.write(new JsonValue.Array(Position.NONE, operand));
    }
}
