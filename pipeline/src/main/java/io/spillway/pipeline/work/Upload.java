package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectVersion;

/**
 * The root object a user dropped. Everything derived from it carries its identity.
 *
 * @param id 32 hexadecimal digits
 */
public record Upload(String id, ObjectVersion object) {

    /**
     * @param revision what tells this object from others put under its key: version id, else
     *     sequencer, else ETag
     */
    public static Upload of(String pipeline, ObjectVersion object, String revision) {
        return new Upload(
                Ids.of("upload", pipeline, object.bucket(), object.key(), revision), object);
    }

    public JsonObject toJson() {
        return JsonObject.of().put("id", id).put("object", object.toJson()).build();
    }

    public static Upload fromJson(JsonObject json) {
        return new Upload(
                json.requireText("id"), ObjectVersion.fromJson(json.requireObject("object")));
    }
}
