package io.spillway.pipeline.routing;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.stage.StageProfile;
import java.time.Duration;

/**
 * What running a stage on an object inside the function would take.
 *
 * @param bytes after unpacking
 * @param atLeast whether it may be more
 * @param how the number of bytes is known, for a sentence; empty where it is the object's own size
 */
record Prediction(long bytes, boolean atLeast, String how, Duration time, long memory) {

    /**
     * Claiming, reading, committing, recording: measured at about 0.2 s against Amazon S3's
     * latencies.
     */
    private static final Duration OVERHEAD = Duration.ofMillis(200);

    static Prediction of(Unpacked unpacked, StageProfile profile, FunctionLimits function) {
        return switch (unpacked) {
            case Unpacked.Plain(var bytes) -> of(bytes, false, "", profile, function);
            case Unpacked.Exact(var bytes, var _, var how) ->
                    of(bytes, false, how, profile, function);
            case Unpacked.AtLeast(var bytes, var how) -> of(bytes, true, how, profile, function);
            case Unpacked.Estimated(var bytes, var how) -> of(bytes, false, how, profile, function);
            case Unpacked.Broken(var reason) ->
                    throw new IllegalArgumentException(
                            "Nothing is predicted for what can't be read: " + reason);
        };
    }

    private static Prediction of(
            long bytes,
            boolean atLeast,
            String how,
            StageProfile profile,
            FunctionLimits function) {
        var seconds = bytes / (profile.bytesPerSecond() * function.vcpu());
        var time = OVERHEAD.plusMillis((long) Math.min(1e15, Math.ceil(seconds * 1000)));
        return new Prediction(
                bytes, atLeast, how, time, FunctionLimits.OWN_MEMORY + profile.memory());
    }

    /** The time, rounded up. */
    long wholeSeconds() {
        return time.plusNanos(999_999_999).toSeconds();
    }

    /**
     * The number of bytes and where it comes from: {@code 1.4 MiB unpacked, as its central
     * directory says}.
     */
    String size() {
        var number = (atLeast ? "at least " : "") + new ByteSize(bytes);
        return how.isEmpty() ? number : number + " unpacked, " + how;
    }
}
