package io.spillway.local.sns;

import io.spillway.local.sqs.MessageAttribute;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.JsonValue.Array;
import io.spillway.pipeline.json.Position;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a filter policy looks at: values by name, and in a body objects by name. */
sealed interface Fields {

    Fields NONE = new OfBody(JsonObject.of().build());

    /** The values under a name, those of a list one by one; none if it is absent or an object. */
    List<JsonValue> values(String name);

    /** The objects under a name, those of a list one by one. */
    List<Fields> objects(String name);

    /** A message's attributes. Binary ones don't count. */
    record OfAttributes(Map<String, MessageAttribute> attributes) implements Fields {

        @Override
        public List<JsonValue> values(String name) {
            var attribute = attributes.get(name);
            if (attribute == null || attribute.dataType().startsWith("Binary")) {
                return List.of();
            }
            if (attribute.dataType().equals("String.Array")) {
                return SnsAttributes.items(attribute.value());
            }
            return List.of(
                    attribute.dataType().startsWith("Number")
                            ? new JsonValue.Numeric(
                                    Position.NONE, new BigDecimal(attribute.value()))
                            : new JsonValue.Text(Position.NONE, attribute.value()));
        }

        @Override
        public List<Fields> objects(String name) {
            return List.of();
        }
    }

    /** A message's body that is a JSON object, or an object in one. */
    record OfBody(JsonObject body) implements Fields {

        @Override
        public List<JsonValue> values(String name) {
            return items(name).filter(value -> !(value instanceof JsonObject)).toList();
        }

        @Override
        public List<Fields> objects(String name) {
            return items(name)
                    .filter(JsonObject.class::isInstance)
                    .map(value -> (Fields) new OfBody((JsonObject) value))
                    .toList();
        }

        private Stream<JsonValue> items(String name) {
            var member = body.members().get(name);
            return member == null ? Stream.empty() : flat(member.value());
        }

        private static Stream<JsonValue> flat(JsonValue value) {
            return value instanceof Array(var _, var items)
                    ? items.stream().flatMap(OfBody::flat)
                    : Stream.of(value);
        }
    }
}
