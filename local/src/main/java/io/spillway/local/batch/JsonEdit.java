package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small changes to JSON objects, which themselves never change. */
final class JsonEdit {

    private JsonEdit() {}

    /** An object with the same members, to which others may be put. */
    static JsonObject.Builder copy(JsonObject object) {
        var copy = JsonObject.of();
        object.members().forEach((name, member) -> copy.put(name, member.value()));
        return copy;
    }

    /** Adds these members of an object, where it has them. */
    static JsonObject.Builder pick(JsonObject.Builder into, JsonObject from, String... names) {
        for (var name : names) {
            from.get(name).ifPresent(value -> into.put(name, value));
        }
        return into;
    }

    static JsonValue text(String value) {
        return new JsonValue.Text(Position.NONE, value);
    }

    static List<JsonValue> texts(Collection<String> values) {
        return values.stream().map(JsonEdit::text).toList();
    }

    static JsonObject object(Map<String, String> texts) {
        var object = JsonObject.of();
        texts.forEach(object::put);
        return object.build();
    }

    /** {@code [{"name": …, "value": …}]}. */
    static List<JsonObject> pairs(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(
                        variable ->
                                JsonObject.of()
                                        .put("name", variable.getKey())
                                        .put("value", variable.getValue())
                                        .build())
                .toList();
    }

    /**
     * The texts of a list; none when the member is absent.
     *
     * @throws BatchError if something else is in it
     */
    static List<String> textsOf(JsonObject holder, String member) {
        return holder.array(member).stream()
                .map(
                        item -> {
                            if (item instanceof JsonValue.Text(var _, var text)) {
                                return text;
                            }
                            throw BatchError.client(
                                    "%s holds %s: every item must be text.", member, item.kind());
                        })
                .toList();
    }

    /** The members of an object of texts. */
    static Map<String, String> textsOf(JsonObject object) {
        var texts = new LinkedHashMap<String, String>();
        object.members().keySet().forEach(name -> texts.put(name, object.requireText(name)));
        return texts;
    }
}
