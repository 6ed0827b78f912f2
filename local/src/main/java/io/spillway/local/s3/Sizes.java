package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.math.BigDecimal;
import java.util.List;

/** Lists of sizes in JSON. */
final class Sizes {

    private Sizes() {}

    static List<JsonValue> toJson(List<Long> sizes) {
        return sizes.stream()
                .<JsonValue>map(
                        size -> new JsonValue.Numeric(Position.NONE, BigDecimal.valueOf(size)))
                .toList();
    }

    static List<Long> fromJson(List<JsonValue> items) {
        return items.stream()
                .map(item -> ((JsonValue.Numeric) item).value().longValueExact())
                .toList();
    }
}
