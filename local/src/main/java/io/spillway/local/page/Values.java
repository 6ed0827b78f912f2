package io.spillway.local.page;

import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Collects the items of a JSON list. */
final class Values {

    private final List<JsonValue> items = new ArrayList<>();

    static JsonValue number(long number) {
        return new JsonValue.Numeric(Position.NONE, BigDecimal.valueOf(number));
    }

    static JsonValue text(String text) {
        return new JsonValue.Text(Position.NONE, text);
    }

    static List<JsonValue> texts(Collection<String> texts) {
        return texts.stream().map(Values::text).toList();
    }

    static List<JsonValue> numbers(int[] numbers) {
        return IntStream.of(numbers).mapToObj(Values::number).toList();
    }

    Values add(String text) {
        items.add(text(text));
        return this;
    }

    Values add(long number) {
        items.add(number(number));
        return this;
    }

    Values add(List<JsonValue> list) {
        items.add(new JsonValue.Array(Position.NONE, list));
        return this;
    }

    JsonValue.Array build() {
        return new JsonValue.Array(Position.NONE, items);
    }
}
