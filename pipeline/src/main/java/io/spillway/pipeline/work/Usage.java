package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * What an attempt used.
 *
 * @param started when it claimed the work item
 * @param took until its outputs were ready to commit
 * @param bytesRead of the input, as stored
 * @param bytesWritten to outputs
 */
public record Usage(Instant started, Duration took, long bytesRead, long bytesWritten) {

    public JsonObject toJson() {
        return JsonObject.of()
                .put("started", started.toString())
                .put("milliseconds", took.toMillis())
                .put("bytesRead", bytesRead)
                .put("bytesWritten", bytesWritten)
                .build();
    }

    public static Usage fromJson(JsonObject json) {
        return new Usage(
                Instant.parse(json.requireText("started")),
                Duration.ofMillis(json.requireWhole("milliseconds")),
                json.requireWhole("bytesRead"),
                json.requireWhole("bytesWritten"));
    }
}
