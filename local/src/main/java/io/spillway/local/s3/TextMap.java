package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and texts, such as metadata and tags, in the order they were given. */
final class TextMap {

    private TextMap() {}

    static Map<String, String> copy(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static JsonObject toJson(Map<String, String> map) {
        var json = JsonObject.of();
        map.forEach(json::put);
        return json.build();
    }

    /** The member's map; an absent one is empty. */
    static Map<String, String> fromJson(JsonObject json, String member) {
        var map = new LinkedHashMap<String, String>();
        json.object(member)
                .ifPresent(
                        object ->
                                object.members()
                                        .keySet()
                                        .forEach(name -> map.put(name, object.requireText(name))));
        return map;
    }
}
