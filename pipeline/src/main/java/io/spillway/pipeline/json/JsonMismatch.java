package io.spillway.pipeline.json;

/**
 * A JSON document that is well formed but not what its reader needs. Reading it again helps nobody.
 */
public final class JsonMismatch extends IllegalArgumentException {

    public JsonMismatch(String member, String expected, JsonValue found) {
        super(
                found instanceof JsonObject object && object.get(member).isEmpty()
                        ? "Member \"%s\" is missing at %s: expected %s."
                                .formatted(member, found.at(), expected)
                        : "Member \"%s\" at %s is %s: expected %s."
                                .formatted(member, found.at(), found.kind(), expected));
    }

    public JsonMismatch(String message) {
        super(message);
    }
}
