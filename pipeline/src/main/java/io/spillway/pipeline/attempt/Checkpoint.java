package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.PendingUpload;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far attempts at a work item came.
 *
 * @param format tells which stage wrote the position, and so which can read it
 * @param uploads of the outputs that are done
 * @param open outputs that aren't
 */
record Checkpoint(
        String format, JsonObject position, List<PendingUpload> uploads, List<Open> open) {

    /**
     * An output that was being written.
     *
     * @param stored all of it that is stored
     * @param written bytes of it that belong to what came before the position, at most as many as
     *     are stored
     */
    record Open(PendingUpload stored, long written) {}

    Checkpoint {
        uploads = List.copyOf(uploads);
        open = List.copyOf(open);
    }

    /** The uploads of all its outputs, done or not. */
    List<PendingUpload> allUploads() {
        return Stream.concat(uploads.stream(), open.stream().map(Open::stored)).toList();
    }

    JsonObject toJson() {
        return JsonObject.of()
                .put("format", format)
                .put("position", position)
                .put("uploads", uploads.stream().map(PendingUpload::toJson).toList())
                .put("open", open.stream().map(Checkpoint::openToJson).toList())
                .build();
    }

    static Checkpoint fromJson(JsonObject json) {
        return new Checkpoint(
                json.requireText("format"),
                json.requireObject("position"),
                json.objects("uploads").stream().map(PendingUpload::fromJson).toList(),
                json.objects("open").stream().map(Checkpoint::openFromJson).toList());
    }

    private static JsonObject openToJson(Open open) {
        return JsonObject.of()
                .put("stored", open.stored().toJson())
                .put("written", open.written())
                .build();
    }

    private static Open openFromJson(JsonObject json) {
        return new Open(
                PendingUpload.fromJson(json.requireObject("stored")), json.requireWhole("written"));
    }
}
