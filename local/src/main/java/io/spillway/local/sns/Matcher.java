package io.spillway.local.sns;

import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.JsonValue.Numeric;
import io.spillway.pipeline.json.JsonValue.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One of the things that a filter policy allows a value to be. A value is text, a number, true,
 * false or null; a list's items are values of the same name. Source: Amazon SNS Developer Guide,
 * "Filter policy constraints" and "String value matching".
 */
sealed interface Matcher {

    /** Whether the values of one name, none if it is absent, have what this asks for. */
    default boolean matches(List<JsonValue> values) {
        return values.stream().anyMatch(this::matches);
    }

    boolean matches(JsonValue value);

    record Exactly(JsonValue expected) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return expected.equals(value);
        }
    }

    record Prefix(String prefix) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return text(value).filter(text -> text.startsWith(prefix)).isPresent();
        }
    }

    record Suffix(String suffix) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return text(value).filter(text -> text.endsWith(suffix)).isPresent();
        }
    }

    record EqualsIgnoreCase(String expected) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return text(value).filter(text -> fold(text).equals(fold(expected))).isPresent();
        }

        private static String fold(String text) {
            return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        }
    }

    record Wildcard(Glob glob) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return text(value).filter(glob::matches).isPresent();
        }
    }

    record InNetwork(Cidr network) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return text(value).filter(network::contains).isPresent();
        }
    }

    /** A value that none of these matches; of a list, one such item is enough. */
    record AnythingBut(List<Matcher> unwanted) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return unwanted.stream().noneMatch(matcher -> matcher.matches(value));
        }
    }

    record Range(Optional<Bound> lower, Optional<Bound> upper) implements Matcher {
        @Override
        public boolean matches(JsonValue value) {
            return value instanceof Numeric(var _, var number)
                    && lower.stream().allMatch(bound -> bound.isBelow(number))
                    && upper.stream().allMatch(bound -> bound.isAbove(number));
        }
    }

    record Bound(BigDecimal limit, boolean inclusive) {

        boolean isBelow(BigDecimal number) {
            int order = limit.compareTo(number);
            return order < 0 || (order == 0 && inclusive);
        }

        boolean isAbove(BigDecimal number) {
            int order = limit.compareTo(number);
            return order > 0 || (order == 0 && inclusive);
        }
    }

    record Exists(boolean wanted) implements Matcher {
        @Override
        public boolean matches(List<JsonValue> values) {
            return values.isEmpty() != wanted;
        }

        @Override
        public boolean matches(JsonValue value) {
            return wanted;
        }
    }

    private static Optional<String> text(JsonValue value) {
        return value instanceof Text(var _, var text) ? Optional.of(text) : Optional.empty();
    }
}
