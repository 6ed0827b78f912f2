package io.spillway.pipeline.routing;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.detect.Unpacked;

import java.time.Duration;

/**
 * What running a stage on an object inside the function would take.
 *
 * @param bytes after unpacking
 * @param atLeast whether it may be more
 * @param how the number of bytes is known, for a sentence; empty where it is the object's own size
 * @param rate that the time was reckoned with
 */
record Prediction(long bytes, boolean atLeast, String how, Duration time, Rate rate, long memory) {

    /**
     * Claiming, reading, committing, recording: measured at about 0.2 s against Amazon S3's
     * latencies.
     */
    private static final Duration OVERHEAD = Duration.ofMillis(200);

    static Prediction of(Unpacked unpacked, StageCost cost, FunctionLimits function) {
        return switch (unpacked) {
            case Unpacked.Plain(var bytes) -> of(bytes, false, "", cost, function);
            case Unpacked.Exact(var bytes, var _, var how) -> of(bytes, false, how, cost, function);
            case Unpacked.AtLeast(var bytes, var how) -> of(bytes, true, how, cost, function);
            case Unpacked.Estimated(var bytes, var how) -> of(bytes, false, how, cost, function);
            case Unpacked.Broken(var reason) ->
                    throw new IllegalArgumentException(
                            "Nothing is predicted for what can't be read: " + reason);
        };
    }

    private static Prediction of(
            long bytes, boolean atLeast, String how, StageCost cost, FunctionLimits function) {
        return new Prediction(
                bytes,
                atLeast,
                how,
                OVERHEAD.plus(cost.rate().timeFor(bytes, function.vcpu())),
                cost.rate(),
                FunctionLimits.OWN_MEMORY + cost.memory());
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
