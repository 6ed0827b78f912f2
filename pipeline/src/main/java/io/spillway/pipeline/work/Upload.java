package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Trace;
import java.time.Instant;
import java.util.Optional;

/**
 * The root object a user dropped. Everything derived from it carries its identity.
 *
 * @param id 32 hexadecimal digits
 * @param joined the trace that its arrival belonged to, if it belonged to one
 * @param arrived when it was dropped; absent where the event that told of it didn't say
 */
public record Upload(
        String id, ObjectVersion object, Optional<Trace> joined, Optional<Instant> arrived) {

    /** One of which it isn't known when it was dropped. */
    public Upload(String id, ObjectVersion object, Optional<Trace> joined) {
        this(id, object, joined, Optional.empty());
    }

    /**
     * @param revision what tells this object from others put under its key: version id, else
     *     sequencer, else ETag
     */
    public static Upload of(String pipeline, ObjectVersion object, String revision) {
        return new Upload(
                Ids.of("upload", pipeline, object.bucket(), object.key(), revision),
                object,
                Optional.empty());
    }

    /** This upload, if it has just arrived, as a part of a trace. */
    public Upload joining(Optional<Trace> trace) {
        return new Upload(id, object, trace, arrived);
    }

    /** This upload, with the time at which it was dropped. */
    public Upload arrivedAt(Optional<Instant> time) {
        return new Upload(id, object, joined, time);
    }

    /**
     * The trace of all that follows from it. If it joined none it begins one, whose id is its own:
     * who is told of the same upload twice finds the same trace.
     */
    public Trace trace() {
        return joined.orElseGet(() -> new Trace(Trace.isId(id) ? id : Ids.of("trace", id), true));
    }

    public JsonObject toJson() {
        var json = JsonObject.of().put("id", id).put("object", object.toJson());
        joined.ifPresent(trace -> json.put("trace", trace.toJson()));
        return json.putText("arrived", arrived.map(Instant::toString)).build();
    }

    public static Upload fromJson(JsonObject json) {
        return new Upload(
                json.requireText("id"),
                ObjectVersion.fromJson(json.requireObject("object")),
                json.object("trace").flatMap(Trace::fromJson),
                json.text("arrived").map(Instant::parse));
    }
}
