package io.spillway.router.intake;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;

/** The messages by which somebody asks for a work item to be done once more. */
public final class ReplayMessages {

    static final String KIND = "replay.v1";

    private ReplayMessages() {}

    /**
     * @param item id of the work item that ended, or of its newest repetition
     * @param again whether also one that did not fail
     */
    public static String write(String item, boolean again) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", KIND)
                        .put("item", item)
                        .put("again", again)
                        .build());
    }

    static IntakeMessage read(JsonObject json) {
        return new IntakeMessage.Replay(json.requireText("item"), json.bool("again").orElse(false));
    }
}
