package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;

/**
 * What a work item of a fan-in takes together. Its input is the manifest that lists the members.
 *
 * @param every the phase whose outputs they are
 * @param count of the members
 * @param bytes of all members, as they are stored
 */
public record MemberSet(String every, long count, long bytes) {

    public JsonObject toJson() {
        return JsonObject.of().put("every", every).put("count", count).put("bytes", bytes).build();
    }

    public static MemberSet fromJson(JsonObject json) {
        return new MemberSet(
                json.requireText("every"), json.requireWhole("count"), json.requireWhole("bytes"));
    }
}
