package io.spillway.local.definition;

import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** What a scalar without quotes stands for in the core schema, and whether every reader agrees. */
final class PlainScalar {

    private static final CoreScalarResolver CORE = new CoreScalarResolver(false);

    /**
     * Truth values of YAML 1.1 that are text in 1.2. Source: YAML 1.1 types bool, int, float,
     * timestamp; checked with Terraform 1.11.4, whose yamldecode takes these for truth values too.
     */
    private static final Pattern TRUTH =
            Pattern.compile("[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF");

    /** Numbers in octal, binary, with signs or underscores; dates. Sources as above. */
    private static final Pattern AMBIGUOUS =
            Pattern.compile(
                    "[-+]?0[0-9_]+(\\..*)?|0b[01_]+"
                            + "|\\+[0-9].*|[-+]?[0-9][0-9_]*_[0-9_.eE+-]*"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");

    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF|nan|NaN|NAN)");

    /** Longer ones are of no use in a definition, and dear to compute with. */
    private static final int LONGEST_NUMBER = 30;

    private static final Pattern LONG_EXPONENT = Pattern.compile(".*[eE][-+]?[0-9]{3,}");

    /** Keys that every reader makes the same text of, though they look like numbers. */
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");

    private PlainScalar() {}

    static JsonValue value(String text, Position at) {
        if (isUnusable(text)) {
            return new JsonValue.Text(at, text);
        }
        var tag = CORE.resolve(text, true);
        if (tag.equals(Tag.NULL)) {
            return new JsonValue.Null(at);
        }
        if (tag.equals(Tag.BOOL)) {
            return new JsonValue.Bool(at, Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return new JsonValue.Numeric(at, number(text));
        }
        return new JsonValue.Text(at, text);
    }

    /** What is wrong with a value; it is text from then on. */
    static Optional<String> mistake(String text) {
        return isUnusable(text) ? Optional.of(message(text)) : Optional.empty();
    }

    /** What is wrong with a key. */
    static Optional<String> mistakeInKey(String text) {
        if (text.equals("on") || WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var isText = !isUnusable(text) && CORE.resolve(text, true).equals(Tag.STR);
        return isText ? Optional.empty() : Optional.of(message(text));
    }

    private static boolean isUnusable(String text) {
        return TRUTH.matcher(text).matches()
                || AMBIGUOUS.matcher(text).matches()
                || NOT_FINITE.matcher(text).matches()
                || isNumber(text)
                        && (text.length() > LONGEST_NUMBER
                                || LONG_EXPONENT.matcher(text).matches());
    }

    private static boolean isNumber(String text) {
        var tag = CORE.resolve(text, true);
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    }

    private static BigDecimal number(String text) {
        if (text.startsWith("0o")) {
            return new BigDecimal(new BigInteger(text.substring(2), 8));
        }
        if (text.startsWith("0x")) {
            return new BigDecimal(new BigInteger(text.substring(2), 16));
        }
        return new BigDecimal(text);
    }

    private static String message(String text) {
        var shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return "found %s without quotes, which readers of YAML take for different things; allowed: %squotes around it. Nearest: \"%s\"."
                .formatted(
                        shown.isEmpty() ? "nothing" : shown,
                        TRUTH.matcher(text).matches() ? "true, false, " : "",
                        shown);
    }
}
