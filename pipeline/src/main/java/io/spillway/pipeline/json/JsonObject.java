package io.spillway.pipeline.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A JSON object: members in the order they were read or put.
 *
 * <p>The accessors come in two forms. Those that return an {@code Optional} answer empty for a
 * member that is absent or null; those named {@code require…} throw {@link JsonMismatch}. Both
 * throw {@link JsonMismatch} when the member is of another kind.
 */
public record JsonObject(Position at, Map<String, Member> members) implements JsonValue {

    /**
     * A member of an object.
     *
     * @param nameAt where its name starts
     */
    public record Member(Position nameAt, JsonValue value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Member(var _, var otherValue) && otherValue.equals(value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** Starts an object that is made, not read. */
    public static Builder of() {
        return new Builder();
    }

    @Override
    public String kind() {
        return "an object";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject(var _, var otherMembers) && otherMembers.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The member, unless it is absent or null. */
    public Optional<JsonValue> get(String name) {
        var member = members.get(name);
        if (member == null || member.value() instanceof Null) {
            return Optional.empty();
        }
        return Optional.of(member.value());
    }

    public Optional<String> text(String name) {
        return get(name, Text.class, "text").map(Text::value);
    }

    public String requireText(String name) {
        return text(name).orElseThrow(() -> new JsonMismatch(name, "text", this));
    }

    /** A whole number; one with a fraction, or too large for 64 bits, is a mismatch. */
    public OptionalLong whole(String name) {
        var number = get(name, Numeric.class, "a whole number");
        return number.isPresent()
                ? OptionalLong.of(wholeOf(name, number.get()))
                : OptionalLong.empty();
    }

    public long requireWhole(String name) {
        return whole(name).orElseThrow(() -> new JsonMismatch(name, "a whole number", this));
    }

    /** A whole number of an {@code int}'s range; any other is a mismatch. */
    public OptionalInt integer(String name) {
        var number = whole(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        var value = number.getAsLong();
        if (value != (int) value) {
            throw new JsonMismatch(
                    name, "a whole number of at most 32 bits", get(name).orElseThrow());
        }
        return OptionalInt.of((int) value);
    }

    public int requireInt(String name) {
        return integer(name).orElseThrow(() -> new JsonMismatch(name, "a whole number", this));
    }

    public Optional<Boolean> bool(String name) {
        return get(name, Bool.class, "true or false").map(Bool::value);
    }

    public Optional<JsonObject> object(String name) {
        return get(name, JsonObject.class, "an object");
    }

    public JsonObject requireObject(String name) {
        return object(name).orElseThrow(() -> new JsonMismatch(name, "an object", this));
    }

    /** The items of a list; none when the member is absent. */
    public List<JsonValue> array(String name) {
        return get(name, Array.class, "a list").map(Array::items).orElse(List.of());
    }

    /** The items of a list of objects; none when the member is absent. */
    public List<JsonObject> objects(String name) {
        return array(name).stream().map(item -> object(name, item)).toList();
    }

    /** The items of a list of lists of objects; none when the member is absent. */
    public List<List<JsonObject>> lists(String name) {
        return array(name).stream()
                .map(item -> of(name, item, Array.class, "a list of lists").items())
                .map(inner -> inner.stream().map(each -> object(name, each)).toList())
                .toList();
    }

    private static JsonObject object(String name, JsonValue item) {
        return of(name, item, JsonObject.class, "a list of objects");
    }

    private <T extends JsonValue> Optional<T> get(String name, Class<T> kind, String expected) {
        return get(name).map(value -> of(name, value, kind, expected));
    }

    private static <T extends JsonValue> T of(
            String name, JsonValue value, Class<T> kind, String expected) {
        if (!kind.isInstance(value)) {
            throw new JsonMismatch(name, expected, value);
        }
        return kind.cast(value);
    }

    private static long wholeOf(String name, Numeric number) {
        try {
            return number.value().longValueExact();
        } catch (ArithmeticException e) {
            throw new JsonMismatch(name, "a whole number of at most 64 bits", number);
        }
    }

    /** Collects the members of an object; an absent {@code Optional} adds no member. */
    public static final class Builder {
        private final Map<String, Member> members = new LinkedHashMap<>();

        public Builder put(String name, String value) {
            return put(name, new Text(Position.NONE, value));
        }

        public Builder put(String name, long value) {
            return put(name, new Numeric(Position.NONE, BigDecimal.valueOf(value)));
        }

        public Builder put(String name, BigDecimal value) {
            return put(name, new Numeric(Position.NONE, value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new Bool(Position.NONE, value));
        }

        public Builder put(String name, Builder value) {
            return put(name, value.build());
        }

        public Builder put(String name, List<? extends JsonValue> items) {
            return put(name, new Array(Position.NONE, List.copyOf(items)));
        }

        public Builder put(String name, JsonValue value) {
            members.put(name, new Member(Position.NONE, value));
            return this;
        }

        public Builder putText(String name, Optional<String> value) {
            value.ifPresent(text -> put(name, text));
            return this;
        }

        public Builder putWhole(String name, OptionalLong value) {
            value.ifPresent(number -> put(name, number));
            return this;
        }

        public JsonObject build() {
            return new JsonObject(Position.NONE, members);
        }
    }
}
