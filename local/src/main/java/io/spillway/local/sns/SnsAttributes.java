package io.spillway.local.sns;

import io.spillway.local.sqs.MessageAttribute;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Message attributes in SNS's terms: {@code String}, {@code String.Array}, {@code Number}, {@code
 * Binary}. Source: Amazon SNS Developer Guide, "Amazon SNS message attributes".
 */
final class SnsAttributes {

    private SnsAttributes() {}

    /**
     * Reads the attributes of a Publish request, or of an entry of a batch.
     *
     * @param dot what stands before the names of parameters: nothing, or a dot in a list's item
     */
    static Map<String, MessageAttribute> read(Form form, String dot) {
        var attributes = new TreeMap<String, MessageAttribute>();
        for (var entry : form.items(dot + "MessageAttributes.entry")) {
            var name = entry.require(".Name");
            attributes.put(name, read(entry, name, entry.optional(".Value.DataType").orElse("")));
        }
        return attributes;
    }

    private static MessageAttribute read(Form entry, String name, String type) {
        var value = type.startsWith("Binary") ? ".Value.BinaryValue" : ".Value.StringValue";
        try {
            return new MessageAttribute(type, entry.optional(value).orElse(""));
        } catch (IllegalArgumentException _) {
            throw refused(name, "has a BinaryValue that isn't Base64");
        }
    }

    /**
     * @throws SnsError if SNS would refuse one of them
     */
    static void check(Map<String, MessageAttribute> attributes) {
        attributes.forEach(SnsAttributes::check);
    }

    private static void check(String name, MessageAttribute attribute) {
        if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")
                || name.length() > 256
                || name.matches("(?i)(aws|amazon)\\..*")) {
            throw refused(name, "its name isn't allowed");
        }
        if (attribute.value().isEmpty()) {
            throw refused(
                    name,
                    "must contain a non-empty message attribute value for message attribute type '%s'"
                            .formatted(attribute.dataType()));
        }
        if (!hasValueOfItsType(attribute)) {
            throw refused(
                    name,
                    "has a value that isn't of its type '%s'; types are String, String.Array, Number and Binary"
                            .formatted(attribute.dataType()));
        }
    }

    private static SnsError refused(String name, String reason) {
        return new SnsError(
                SnsError.Code.INVALID_PARAMETER,
                "Invalid parameter: The message attribute '%s': %s.".formatted(name, reason));
    }

    private static boolean hasValueOfItsType(MessageAttribute attribute) {
        try {
            return switch (attribute.dataType()) {
                case "String" -> true;
                case "String.Array" -> items(attribute.value()) != null;
                case "Number" -> new BigDecimal(attribute.value()).precision() <= 38;
                case String other -> other.matches("Binary|(String|Number|Binary)\\..+");
            };
        } catch (IllegalArgumentException _) {
            return false; // no number, or no list
        }
    }

    /**
     * The items of a {@code String.Array}.
     *
     * @throws JsonMismatch if the value is no list of plain JSON values
     */
    static List<JsonValue> items(String value) {
        if (Json.read(value) instanceof JsonValue.Array(var _, var items)
                && items.stream().allMatch(SnsAttributes::isPlain)) {
            return items;
        }
        throw new JsonMismatch("A String.Array is a list of text, numbers, true, false and null.");
    }

    private static boolean isPlain(JsonValue value) {
        return switch (value) {
            case JsonValue.Array _, JsonObject _ -> false;
            case JsonValue.Text _, JsonValue.Numeric _, JsonValue.Bool _, JsonValue.Null _ -> true;
        };
    }

    /** The form of the notification envelope and of our journal. */
    static JsonObject toJson(Map<String, MessageAttribute> attributes) {
        var json = JsonObject.of();
        attributes.forEach(
                (name, attribute) ->
                        json.put(
                                name,
                                JsonObject.of()
                                        .put("Type", attribute.dataType())
                                        .put("Value", attribute.value())));
        return json.build();
    }

    static Map<String, MessageAttribute> fromJson(JsonObject json) {
        var attributes = new TreeMap<String, MessageAttribute>();
        for (var name : json.members().keySet()) {
            var attribute = json.requireObject(name);
            attributes.put(
                    name,
                    new MessageAttribute(
                            attribute.requireText("Type"), attribute.requireText("Value")));
        }
        return attributes;
    }
}
