package io.spillway.pipeline.stage;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a stage costs to run, as measured before it was shipped: what routing reckons with until a
 * pipeline's own runs tell more.
 *
 * <p>Rates are in bytes of unpacked input that one vCPU gets through in a second; measured on the
 * machine named in docs/benchmarks.md.
 *
 * @param bytesPerSecond of input of a type that has no rate of its own
 * @param ratesByType of the types that differ from it
 * @param memory that it needs beside the host's own, in bytes, whatever the size of its input
 */
public record StageProfile(long bytesPerSecond, Map<ContentType, Long> ratesByType, long memory) {

    public StageProfile {
        ratesByType = Map.copyOf(ratesByType);
        if (bytesPerSecond <= 0
                || memory < 0
                || ratesByType.values().stream().anyMatch(rate -> rate <= 0)) {
            throw new IllegalArgumentException(
                    "A stage needs positive rates and memory of 0 or more: found %d bytes/s, %s and %d bytes."
                            .formatted(bytesPerSecond, ratesByType, memory));
        }
    }

    /** A stage that takes all types alike. */
    public StageProfile(long bytesPerSecond, long memory) {
        this(bytesPerSecond, Map.of(), memory);
    }

    /** This profile with another rate for one type. */
    public StageProfile with(ContentType type, long rate) {
        var rates = new EnumMap<ContentType, Long>(ContentType.class);
        rates.putAll(ratesByType);
        rates.put(type, rate);
        return new StageProfile(bytesPerSecond, rates, memory);
    }

    public long bytesPerSecond(ContentType type) {
        return ratesByType.getOrDefault(type, bytesPerSecond);
    }
}
