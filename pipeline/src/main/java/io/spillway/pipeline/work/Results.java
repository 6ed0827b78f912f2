package io.spillway.pipeline.work;

import static java.util.function.Predicate.not;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;

import java.util.List;
import java.util.Optional;

/**
 * The outputs of a work item that succeeded.
 *
 * @param count of all outputs
 * @param listed the outputs, in the order of their keys; none where they are too many to list
 * @param manifest where they are listed if they are too many: a JSON object with {@code outputs}
 */
public record Results(int count, List<ObjectVersion> listed, Optional<ObjectLocation> manifest) {

    /**
     * Most outputs that are listed in a ledger entry or an event. 20 of the longest keys stay under
     * 32 KiB.
     */
    public static final int MOST_LISTED = 20;

    public Results {
        listed = List.copyOf(listed);
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("count", count)
                .put("listed", listed.stream().map(ObjectVersion::toJson).toList())
                .putText("manifest", manifest.map(ObjectLocation::toString))
                .build();
    }

    public static Results fromJson(JsonObject json) {
        return new Results(
                (int) json.requireWhole("count"),
                json.objects("listed").stream().map(ObjectVersion::fromJson).toList(),
                json.text("manifest").filter(not(String::isEmpty)).map(ObjectLocation::parse));
    }
}
