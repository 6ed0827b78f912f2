package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What an attempt used.
 *
 * @param started when it claimed the work item
 * @param took until its outputs were ready to commit
 * @param bytesRead of the input, as stored
 * @param bytesWritten to outputs
 * @param peakMemory most bytes that the process held at once by then, programs it started not
 *     counted; absent where processes are shared
 */
public record Usage(
        Instant started,
        Duration took,
        long bytesRead,
        long bytesWritten,
        OptionalLong peakMemory) {

    /** Without the memory. */
    public Usage(Instant started, Duration took, long bytesRead, long bytesWritten) {
        this(started, took, bytesRead, bytesWritten, OptionalLong.empty());
    }

    /** This usage, with the memory. */
    public Usage withPeakMemory(OptionalLong bytes) {
        return new Usage(started, took, bytesRead, bytesWritten, bytes);
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("started", started.toString())
                .put("milliseconds", took.toMillis())
                .put("bytesRead", bytesRead)
                .put("bytesWritten", bytesWritten)
                .putWhole("peakMemory", peakMemory)
                .build();
    }

    public static Usage fromJson(JsonObject json) {
        return new Usage(
                Instant.parse(json.requireText("started")),
                Duration.ofMillis(json.requireWhole("milliseconds")),
                json.requireWhole("bytesRead"),
                json.requireWhole("bytesWritten"),
                json.whole("peakMemory"));
    }
}
