package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectVersion;

/**
 * One member of a set, as the set's manifest lists it.
 *
 * @param path its key below the prefix of the phase that made it
 * @param type that its name tells
 * @param item id of the work item that made it
 */
public record SetMember(String path, ObjectVersion object, ContentType type, String item) {

    /** Name of the list of members in a manifest. */
    public static final String LIST = "members";

    public JsonObject toJson() {
        return JsonObject.of()
                .put("path", path)
                .put("object", object.toJson())
                .put("type", type.word())
                .put("item", item)
                .put("state", "succeeded")
                .build();
    }

    public static SetMember fromJson(JsonObject json) {
        var type = json.requireText("type");
        return new SetMember(
                json.requireText("path"),
                ObjectVersion.fromJson(json.requireObject("object")),
                ContentType.ofWord(type)
                        .orElseThrow(
                                () ->
                                        new JsonMismatch(
                                                "Unknown content type \"%s\".".formatted(type))),
                json.requireText("item"));
    }
}
