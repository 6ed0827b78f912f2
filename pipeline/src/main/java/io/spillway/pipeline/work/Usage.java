package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an attempt used. Times are kept in whole milliseconds, as they are written.
 *
 * @param started when it claimed the work item
 * @param took until its outputs were ready to commit, or until it ended without
 * @param bytesRead of the input, as stored
 * @param bytesWritten to outputs that it closed, visible or not
 * @param steps absent where an earlier version of Spillway didn't tell
 */
public record Usage(
        Instant started,
        Duration took,
        long bytesRead,
        long bytesWritten,
        Resources resources,
        Optional<Steps> steps) {

    public Usage {
        took = Duration.ofMillis(took.toMillis());
    }

    /** Time and bytes alone. */
    public Usage(Instant started, Duration took, long bytesRead, long bytesWritten) {
        this(started, took, bytesRead, bytesWritten, Resources.UNKNOWN, Optional.empty());
    }

    /**
     * This usage, with its last step.
     *
     * @param commit from when the outputs were decided until they were visible
     */
    public Usage committedAfter(Duration commit) {
        return new Usage(
                started,
                took,
                bytesRead,
                bytesWritten,
                resources,
                steps.map(known -> known.committedAfter(commit)));
    }

    public JsonObject toJson() {
        var json =
                JsonObject.of()
                        .put("started", started.toString())
                        .put("milliseconds", took.toMillis())
                        .put("bytesRead", bytesRead)
                        .put("bytesWritten", bytesWritten);
        resources
                .processorTime()
                .ifPresent(time -> json.put("processorMilliseconds", time.toMillis()));
        json.putWhole("peakMemory", resources.peakMemory())
                .putWhole("programsPeakMemory", resources.programsPeakMemory());
        steps.ifPresent(known -> json.put("steps", known.toJson()));
        return json.build();
    }

    public static Usage fromJson(JsonObject json) {
        return new Usage(
                Instant.parse(json.requireText("started")),
                Duration.ofMillis(json.requireWhole("milliseconds")),
                json.requireWhole("bytesRead"),
                json.requireWhole("bytesWritten"),
                new Resources(
                        duration(json.whole("processorMilliseconds")),
                        json.whole("peakMemory"),
                        json.whole("programsPeakMemory")),
                json.object("steps").map(Steps::fromJson));
    }

    private static Optional<Duration> duration(OptionalLong millis) {
        return millis.isPresent()
                ? Optional.of(Duration.ofMillis(millis.getAsLong()))
                : Optional.empty();
    }
}
