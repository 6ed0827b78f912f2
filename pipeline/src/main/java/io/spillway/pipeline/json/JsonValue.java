package io.spillway.pipeline.json;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;

/**
 * A JSON value that remembers where it was read.
 *
 * <p>Small on purpose: a data-binding library costs a function 160 to 460 ms of CPU at its first
 * invocation, the streaming parser beneath this tree 10 to 50 ms, and a definition's mistakes need
 * their line and column, which a binding forgets. Positions take no part in equality.
 */
public sealed interface JsonValue
        permits JsonValue.Text,
                JsonValue.Numeric,
                JsonValue.Bool,
                JsonValue.Null,
                JsonValue.Array,
                JsonObject {

    /** Where this value starts. */
    Position at();

    /**
     * This kind of value in words, for messages: {@code text}, {@code a number}, {@code a list} …
     */
    String kind();

    record Text(Position at, String value) implements JsonValue {
        public Text {
            requireNonNull(value, "value is null");
        }

        @Override
        public String kind() {
            return "text";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text(var _, var text) && text.equals(value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    record Numeric(Position at, BigDecimal value) implements JsonValue {
        public Numeric {
            requireNonNull(value, "value is null");
        }

        @Override
        public String kind() {
            return "a number";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Numeric(var _, var number) && number.compareTo(value) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value.doubleValue());
        }
    }

    record Bool(Position at, boolean value) implements JsonValue {
        @Override
        public String kind() {
            return value ? "true" : "false";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bool(var _, var bool) && bool == value;
        }

        @Override
        public int hashCode() {
            return Boolean.hashCode(value);
        }
    }

    record Null(Position at) implements JsonValue {
        @Override
        public String kind() {
            return "nothing";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Null;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    record Array(Position at, List<JsonValue> items) implements JsonValue {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Array(var _, var list) && list.equals(items);
        }

        @Override
        public int hashCode() {
            return items.hashCode();
        }
    }
}
