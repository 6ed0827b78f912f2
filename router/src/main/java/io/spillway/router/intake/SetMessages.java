package io.spillway.router.intake;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.Upload;
import java.time.Instant;

/** The messages by which the router wakes itself up when the wait for a set is over. */
public final class SetMessages {

    static final String KIND = "set-due.v1";

    private SetMessages() {}

    public static String write(IntakeMessage.SetDue message) {
        return Json.write(
                JsonObject.of()
                        .put("spillway", KIND)
                        .put("taker", message.taker())
                        .put("every", message.every())
                        .put("upload", message.upload().toJson())
                        .put("place", message.place().toJson())
                        .put("due", message.due().toString())
                        .build());
    }

    static IntakeMessage read(JsonObject json) {
        return new IntakeMessage.SetDue(
                json.requireText("taker"),
                json.requireText("every"),
                Upload.fromJson(json.requireObject("upload")),
                Place.fromJson(json.requireObject("place")),
                Instant.parse(json.requireText("due")));
    }
}
