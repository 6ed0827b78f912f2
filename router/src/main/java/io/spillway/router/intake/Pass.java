package io.spillway.router.intake;

import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;

/**
 * One look through the drop bucket for uploads that nobody was told of.
 *
 * @param number from 1, one after another
 * @param at when it was asked for: by then the events of what it looks at should have come
 * @param from the earliest upload that it looks at
 * @param until the first upload that it leaves to the next pass
 */
public record Pass(long number, String bucket, Instant at, Instant from, Instant until) {

    public JsonObject toJson() {
        return JsonObject.of()
                .put("number", number)
                .put("bucket", bucket)
                .put("at", at.toString())
                .put("from", from.toString())
                .put("until", until.toString())
                .build();
    }

    public static Pass fromJson(JsonObject json) {
        return new Pass(
                json.requireWhole("number"),
                json.requireText("bucket"),
                Instant.parse(json.requireText("at")),
                Instant.parse(json.requireText("from")),
                Instant.parse(json.requireText("until")));
    }
}
