package io.spillway.pipeline.learning;

import static java.util.stream.Collectors.groupingBy;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.routing.Rate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The rates of all stages, as learned so far. A value: learning more gives another one. */
public record Rates(Map<RateKey, Summary> summaries) {

    /**
     * How many times slower or faster than the built-in rate a learned one can be. Ten messages
     * side by side on one vCPU, behind a slow network, come to 30; what is farther away was a
     * stalled host or a clock that was set.
     */
    public static final double FARTHEST = 32;

    /** Before anything was learned. */
    public static final Rates NONE = new Rates(Map.of());

    private static final long VERSION = 1;

    public Rates {
        summaries = Map.copyOf(summaries);
    }

    /**
     * These and a few runs more. Their order doesn't matter.
     *
     * @param builtIn the rates measured before, where there are any
     */
    public Rates and(List<Sample> samples, Function<RateKey, OptionalLong> builtIn) {
        var all = new HashMap<>(summaries);
        samples.stream()
                .collect(groupingBy(Sample::key))
                .forEach(
                        (key, some) ->
                                all.merge(key, Summary.of(some, builtIn.apply(key)), Summary::and));
        return new Rates(all);
    }

    /**
     * The rate to reckon with, on the careful side.
     *
     * @param builtIn the rate measured before; empty for a legacy program
     * @return empty only if nothing was learned and nothing is built in
     */
    public Optional<Rate> rate(RateKey key, OptionalLong builtIn) {
        var summary = summaries.get(key);
        if (summary == null) {
            return builtIn.stream().mapToObj(Rate::builtIn).findFirst();
        }
        var learned = summary.rate(builtIn);
        return Optional.of(builtIn.isEmpty() ? learned : near(learned, builtIn.getAsLong()));
    }

    /** Where the built-in rate is another one than when the runs were counted. */
    private static Rate near(Rate learned, long builtIn) {
        var bytesPerSecond =
                Math.clamp(
                        learned.bytesPerSecond(),
                        (long) Math.max(1, builtIn / FARTHEST),
                        (long) (builtIn * FARTHEST));
        return new Rate(bytesPerSecond, learned.source());
    }

    public JsonObject toJson() {
        var all =
                summaries.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                        .map(
                                entry -> {
                                    var json = entry.getKey().toJson();
                                    entry.getValue().write(json);
                                    return json.build();
                                })
                        .toList();
        return JsonObject.of().put("version", VERSION).put("rates", all).build();
    }

    /**
     * @throws IllegalArgumentException if it isn't of this form, or holds numbers that can't be
     */
    public static Rates fromJson(JsonObject json) {
        if (json.requireWhole("version") != VERSION) {
            throw new JsonMismatch(
                    "Rates of version %d: expected %d."
                            .formatted(json.requireWhole("version"), VERSION));
        }
        var all = new HashMap<RateKey, Summary>();
        for (var one : json.objects("rates")) {
            all.put(RateKey.fromJson(one), Summary.fromJson(one));
        }
        return new Rates(all);
    }
}
