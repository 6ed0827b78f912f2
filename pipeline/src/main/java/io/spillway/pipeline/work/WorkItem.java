package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Span;

import java.util.List;

/**
 * One phase applied to one object version: the unit of claiming, retrying, counting, paying.
 *
 * @param id a function of pipeline, phase and input; 32 hexadecimal digits
 * @param input what the phase reads
 * @param type of the input, as its first bytes told
 * @param name of the input below all prefixes that phases add: {@code in/a.zip/b.csv}. Output keys
 *     are made of it
 * @param upload what the input was derived from; holds the same object where the phase is the first
 * @param hops phases between the upload and this one; 0 for the first
 * @param passed these phases, oldest first, each as {@code pipeline/phase}; fewer than {@code hops}
 *     where an item was recorded before they were
 */
public record WorkItem(
        String id,
        String pipeline,
        String phase,
        ObjectVersion input,
        ContentType type,
        String name,
        Upload upload,
        int hops,
        List<String> passed) {

    /** The phase that an object stands before, before any phase of the definition wants it. */
    public static final String INTAKE = "intake";

    public WorkItem {
        passed = List.copyOf(passed);
    }

    /** One whose input was dropped, or of which no more is known than how far it came. */
    public WorkItem(
            String id,
            String pipeline,
            String phase,
            ObjectVersion input,
            ContentType type,
            String name,
            Upload upload,
            int hops) {
        this(id, pipeline, phase, input, type, name, upload, hops, List.of());
    }

    /**
     * @param revision of the input: version id, else sequencer, else ETag
     */
    public static String idOf(String pipeline, String phase, ObjectVersion input, String revision) {
        return Ids.of("item", pipeline, phase, input.bucket(), input.key(), revision);
    }

    /**
     * The step of the upload's trace that an attempt is. Every host finds the same one.
     *
     * @param attempt 0 for what is done before the first one
     */
    public Span span(int attempt) {
        var id = Ids.of("span", this.id, Integer.toString(attempt));
        return new Span(upload.trace(), id.substring(0, 16));
    }

    /**
     * This item's phase where phases of several pipelines are told apart: {@code weather/unpack}.
     */
    public String qualifiedPhase() {
        return pipeline + "/" + phase;
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("id", id)
                .put("pipeline", pipeline)
                .put("phase", phase)
                .put("input", input.toJson())
                .put("type", type.word())
                .put("name", name)
                .put("upload", upload.toJson())
                .put("hops", hops)
                .put("passed", Lineage.toJson(passed))
                .build();
    }

    public static WorkItem fromJson(JsonObject json) {
        var type = json.requireText("type");
        return new WorkItem(
                json.requireText("id"),
                json.requireText("pipeline"),
                json.requireText("phase"),
                ObjectVersion.fromJson(json.requireObject("input")),
                ContentType.ofWord(type)
                        .orElseThrow(
                                () ->
                                        new JsonMismatch(
                                                "Unknown content type \"%s\".".formatted(type))),
                json.requireText("name"),
                Upload.fromJson(json.requireObject("upload")),
                (int) json.requireWhole("hops"),
                Lineage.fromJson(json));
    }
}
