package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.PendingUpload;
import java.util.List;

/**
 * How far attempts at a work item came.
 *
 * @param format tells which stage wrote the position, and so which can read it
 * @param uploads of the outputs that are done
 */
record Checkpoint(String format, JsonObject position, List<PendingUpload> uploads) {

    Checkpoint {
        uploads = List.copyOf(uploads);
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("format", format)
                .put("position", position)
                .put("uploads", uploads.stream().map(PendingUpload::toJson).toList())
                .build();
    }

    static Checkpoint fromJson(JsonObject json) {
        return new Checkpoint(
                json.requireText("format"),
                json.requireObject("position"),
                json.objects("uploads").stream().map(PendingUpload::fromJson).toList());
    }
}
