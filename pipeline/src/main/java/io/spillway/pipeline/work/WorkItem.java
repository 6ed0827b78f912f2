package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param place of the input among all that came of the upload; empty where it isn't known
 * @param set what the input lists, where the phase takes a whole set together
 * @param made when the phase before this one ended and so its input was there; of a set, when
 *     nothing could be added to it any more. Empty where the input was dropped, of a repetition,
 *     and where it isn't known
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
        List<String> passed,
        Optional<Place> place,
        Optional<MemberSet> set,
        Optional<Instant> made) {

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

    /** One of which nobody has to know where it stands. */
    public WorkItem(
            String id,
            String pipeline,
            String phase,
            ObjectVersion input,
            ContentType type,
            String name,
            Upload upload,
            int hops,
            List<String> passed) {
        this(
                id,
                pipeline,
                phase,
                input,
                type,
                name,
                upload,
                hops,
                passed,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** This work item at a place. */
    public WorkItem at(Place where) {
        return new WorkItem(
                id,
                pipeline,
                phase,
                input,
                type,
                name,
                upload,
                hops,
                passed,
                Optional.of(where),
                set,
                made);
    }

    /** This work item, with the time from which on its input was there. */
    public WorkItem madeAt(Optional<Instant> time) {
        return new WorkItem(
                id, pipeline, phase, input, type, name, upload, hops, passed, place, set, time);
    }

    /**
     * From when on it could be worked on: its input was made or dropped. Empty for a repetition,
     * which waits for somebody to ask for it, and where it isn't known.
     */
    public Optional<Instant> ready() {
        var isFirst = input.equals(upload.object()) && Replays.original(id).equals(id);
        return isFirst ? upload.arrived() : made;
    }

    /**
     * @param revision of the input: version id, else sequencer, else ETag
     */
    public static String idOf(String pipeline, String phase, ObjectVersion input, String revision) {
        return Ids.of("item", pipeline, phase, input.bucket(), input.key(), revision);
    }

    /** Of a set that a phase takes together: one for each upload, whatever the members are. */
    public static String idOfSet(String pipeline, String phase, String every, String uploadId) {
        return Ids.of("set", pipeline, phase, every, uploadId);
    }

    /**
     * What tells this work item from others of the same object: the phase, and of a set the phase
     * whose outputs it has as well.
     */
    public String slot() {
        return set.map(taken -> slot(phase, taken.every())).orElse(phase);
    }

    /** Of a set. */
    public static String slot(String phase, String every) {
        return phase + ".every-" + every;
    }

    /** What there is to read, in bytes: of a set, all its members. */
    public long inputBytes() {
        return set.map(MemberSet::bytes).orElse(input.size());
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

    /** The command that runs it again. An id needs no quoting in any shell. */
    public String replayCommand() {
        return "./spillway replay --item " + id;
    }

    public JsonObject toJson() {
        var json =
                JsonObject.of()
                        .put("id", id)
                        .put("pipeline", pipeline)
                        .put("phase", phase)
                        .put("input", input.toJson())
                        .put("type", type.word())
                        .put("name", name)
                        .put("upload", upload.toJson())
                        .put("hops", hops)
                        .put("passed", Lineage.toJson(passed));
        place.ifPresent(where -> json.put("place", where.toJson()));
        set.ifPresent(taken -> json.put("set", taken.toJson()));
        return json.putText("made", made.map(Instant::toString)).build();
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
                json.requireInt("hops"),
                Lineage.fromJson(json),
                json.object("place").map(Place::fromJson),
                json.object("set").map(MemberSet::fromJson),
                json.text("made").map(Instant::parse));
    }
}
