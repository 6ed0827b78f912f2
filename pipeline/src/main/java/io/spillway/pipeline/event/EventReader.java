package io.spillway.pipeline.event;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Results;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a subscriber of the phases topic needs to read its messages.
 *
 * <p>Events come at least once and in no order. Their ids tell copies apart: keep those you have
 * done with.
 */
public final class EventReader {

    /** Of this version. Of others nothing is known but that they are to be passed over. */
    private static final Set<String> TYPES =
            Set.of(
                    "io.spillway.phase.routed.v1",
                    "io.spillway.phase.started.v1",
                    "io.spillway.phase.progressed.v1",
                    "io.spillway.phase.succeeded.v1",
                    "io.spillway.phase.failed.v1",
                    "io.spillway.phase.skipped.v1",
                    "io.spillway.notice.stuck.v1",
                    "io.spillway.notice.recovered.v1");

    private EventReader() {}

    /**
     * The event in a message body: as SNS delivers it raw, or in its envelope.
     *
     * @return empty for what isn't meant for the reader: a type or version that isn't known here, a
     *     message of SNS itself such as a confirmation, another JSON document
     * @throws JsonMismatch if the body isn't a JSON object, or an event of a known type lacks what
     *     it has to have
     */
    public static Optional<CloudEvent> read(String body) {
        var json = Json.readObject(body);
        if (text(json, "Type").equals("Notification") && json.get("Message").isPresent()) {
            json = Json.readObject(json.requireText("Message"));
        }
        return TYPES.contains(text(json, "type"))
                ? Optional.of(CloudEvent.fromJson(json))
                : Optional.empty();
    }

    private static String text(JsonObject json, String name) {
        return json.get(name).orElse(null) instanceof JsonValue.Text(var _, var text) ? text : "";
    }

    /**
     * All outputs of a work item, in the order of their keys: from the event, or, where they are
     * many, from the manifest that it names.
     *
     * @throws IOException if the manifest can't be read, or is gone
     */
    public static List<ObjectVersion> outputs(Results results, ObjectStore store)
            throws IOException {
        if (results.manifest().isEmpty()) {
            return results.listed();
        }
        var location = results.manifest().get();
        var content =
                store.get(location)
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "Cannot read %s, where %d outputs are listed: there is no such object. Manifests go when their bucket's lifecycle rule says so."
                                                        .formatted(location, results.count())));
        try (Stream<JsonObject> outputs =
                Json.items(new ByteArrayInputStream(content), "outputs")) {
            return outputs.map(ObjectVersion::fromJson).toList();
        }
    }
}
