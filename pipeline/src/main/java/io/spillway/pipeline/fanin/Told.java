package io.spillway.pipeline.fanin;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.Results;
import java.util.Optional;

/**
 * What a marker tells of its work item.
 *
 * @param results where it succeeded
 * @param reason why it failed; empty text where it didn't
 */
record Told(
        String item, String phase, ObjectLocation input, Optional<Results> results, String reason) {

    static Told of(PhaseEvent ended) {
        var item = ended.item();
        var results =
                ended.happening() instanceof Happening.Succeeded(var all, var _)
                        ? Optional.of(all)
                        : Optional.<Results>empty();
        var reason =
                ended.happening() instanceof Happening.Failed(var failure, var _)
                        ? failure.message()
                        : "";
        return new Told(item.id(), item.phase(), item.input().location(), results, reason);
    }

    JsonObject toJson() {
        var json =
                JsonObject.of()
                        .put("item", item)
                        .put("phase", phase)
                        .put("input", input.toString());
        results.ifPresent(all -> json.put("outputs", all.toJson()));
        return json.put("reason", reason).build();
    }

    static Told fromJson(JsonObject json) {
        return new Told(
                json.requireText("item"),
                json.requireText("phase"),
                ObjectLocation.parse(json.requireText("input")),
                json.object("outputs").map(Results::fromJson),
                json.requireText("reason"));
    }

    String sentence() {
        return "phase %s on %s: %s".formatted(phase, input, reason);
    }
}
