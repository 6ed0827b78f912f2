package io.spillway.pipeline.routing;

import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How fast a stage gets through input of one type, and how that is known.
 *
 * @param bytesPerSecond of unpacked input that one vCPU gets through; positive
 */
public record Rate(long bytesPerSecond, Source source) {

    /** Where the number comes from. */
    public sealed interface Source {

        /** Measured by the stage's authors. Nothing was learned yet. */
        record BuiltIn() implements Source {}

        /**
         * From this pipeline's own runs.
         *
         * @param runs that were counted, 1 or more
         * @param since when the first of them ended
         */
        record Learned(long runs, Instant since) implements Source {}
    }

    /** Longer than anything runs; keeps a time from overflowing. */
    private static final double MOST_SECONDS = 1e12;

    public Rate {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "A rate is %d bytes/s: expected more than 0.".formatted(bytesPerSecond));
        }
    }

    public static Rate builtIn(long bytesPerSecond) {
        return new Rate(bytesPerSecond, new Source.BuiltIn());
    }

    /** This rate times a factor, at least 1 byte/s. */
    public Rate times(double factor) {
        return new Rate((long) Math.max(1, bytesPerSecond * factor), source);
    }

    /**
     * What a stage takes at this rate, rounded up to milliseconds.
     *
     * @param bytes after unpacking
     * @param vcpu that the stage's one thread gets; above 0, at most 1
     */
    public Duration timeFor(long bytes, double vcpu) {
        var seconds = Math.min(MOST_SECONDS, bytes / (bytesPerSecond * vcpu));
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }

    /** The number with its unit: {@code 41 MB/s}, {@code 1.2 MB/s}, {@code 950 kB/s}. */
    public String number() {
        if (bytesPerSecond >= 10_000_000) {
            return "%d MB/s".formatted(bytesPerSecond / 1_000_000);
        }
        if (bytesPerSecond >= 1_000_000) {
            return String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 100_000 / 10.0);
        }
        return bytesPerSecond >= 1_000
                ? "%d kB/s".formatted(bytesPerSecond / 1_000)
                : "%d bytes/s".formatted(bytesPerSecond);
    }

    /** For a sentence: {@code 41 MB/s learned from 212 runs}. */
    @Override
    public String toString() {
        return switch (source) {
            case Source.BuiltIn() -> number() + " as measured by us";
            case Source.Learned(var runs, var _) ->
                    number() + " learned from " + runs + (runs == 1 ? " run" : " runs");
        };
    }

    public JsonObject toJson() {
        var json = JsonObject.of().put("bytesPerSecond", bytesPerSecond);
        return switch (source) {
            case Source.BuiltIn() -> json.put("source", "built-in").build();
            case Source.Learned(var runs, var since) ->
                    json.put("source", "learned")
                            .put("runs", runs)
                            .put("since", since.toString())
                            .build();
        };
    }
}
