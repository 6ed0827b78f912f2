package io.spillway.pipeline.event;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Ids;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person should know of an object though no phase of it ended: that it is stuck, or that it
 * was and goes on.
 *
 * <p>Published beside phase events in the shape of a CloudEvent 1.0. Who counts work items passes
 * over it.
 *
 * @param id the same whenever the same is told again
 * @param input the object that it is about
 * @param phase absent while none is known
 * @param item id of the work item, where there is one
 * @param reason a sentence with numbers
 * @param remedy what to do, with the command; for what goes on by itself, that there is nothing
 */
public record Notice(
        String id,
        Instant time,
        String pipeline,
        ObjectLocation input,
        Optional<String> phase,
        Optional<String> item,
        Status status,
        String reason,
        String remedy)
        implements CloudEvent {

    private static final String TYPE_PREFIX = "io.spillway.notice.";
    private static final String TYPE_VERSION = ".v1";

    /** Whether somebody is needed. */
    public enum Status {
        /** It won't go on, or not soon, unless somebody does something. */
        STUCK("stuck"),

        /** It had stopped, and goes on without anybody's doing. */
        RECOVERED("recovered");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** As it stands in event types and message attributes. */
        public String word() {
            return word;
        }

        private static Status ofType(String type) {
            for (var status : values()) {
                if (type.equals(TYPE_PREFIX + status.word + TYPE_VERSION)) {
                    return status;
                }
            }
            throw new JsonMismatch("Unknown event type \"%s\".".formatted(type));
        }
    }

    /**
     * What a notice is about.
     *
     * @param phase absent while none is known
     * @param item id of the work item, where there is one
     */
    public record About(
            String pipeline, ObjectLocation input, Optional<String> phase, Optional<String> item) {

        /** A work item. */
        public static About of(WorkItem item) {
            return new About(
                    item.pipeline(),
                    item.input().location(),
                    Optional.of(item.phase()),
                    Optional.of(item.id()));
        }
    }

    /**
     * A notice with the id that belongs to it.
     *
     * @param occasion tells it from others of that status about the same: two of one occasion are
     *     one notice
     */
    public static Notice of(
            Instant time,
            About about,
            Status status,
            String occasion,
            String reason,
            String remedy) {
        var id =
                Ids.of(
                        "notice",
                        about.pipeline(),
                        about.input().bucket(),
                        about.input().key(),
                        about.item().orElse(""),
                        status.word(),
                        occasion);
        return new Notice(
                id,
                time,
                about.pipeline(),
                about.input(),
                about.phase(),
                about.item(),
                status,
                reason,
                remedy);
    }

    @Override
    public Map<String, String> attributes() {
        var attributes = new HashMap<String, String>();
        attributes.put("pipeline", pipeline);
        attributes.put("status", status.word());
        phase.ifPresent(name -> attributes.put("phase", name));
        return Map.copyOf(attributes);
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/spillway/" + pipeline)
                .put("type", TYPE_PREFIX + status.word() + TYPE_VERSION)
                .put("subject", input.toString())
                .put("time", time.toString())
                .put("datacontenttype", "application/json")
                .put(
                        "data",
                        JsonObject.of()
                                .put("status", status.word())
                                .putText("phase", phase)
                                .putText("item", item)
                                .put("reason", reason)
                                .put("remedy", remedy))
                .build();
    }

    /** Whether a JSON document is one of these notices, of any version. */
    public static boolean isOne(JsonObject json) {
        return json.get("specversion").isPresent()
                && json.text("type").filter(type -> type.startsWith(TYPE_PREFIX)).isPresent();
    }

    /**
     * @throws JsonMismatch if the document isn't such a notice, or one of a version not known here
     */
    public static Notice fromJson(JsonObject json) {
        var data = json.requireObject("data");
        return new Notice(
                json.requireText("id"),
                Instant.parse(json.requireText("time")),
                pipeline(json.requireText("source")),
                ObjectLocation.parse(json.requireText("subject")),
                data.text("phase"),
                data.text("item"),
                Status.ofType(json.requireText("type")),
                data.requireText("reason"),
                data.requireText("remedy"));
    }

    private static String pipeline(String source) {
        var prefix = "/spillway/";
        if (!source.startsWith(prefix)) {
            throw new JsonMismatch(
                    "The source is \"%s\": expected %s and a pipeline's name."
                            .formatted(source, prefix));
        }
        return source.substring(prefix.length());
    }
}
