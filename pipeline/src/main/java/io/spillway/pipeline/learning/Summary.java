package io.spillway.pipeline.learning;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.routing.Rate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that is kept of the runs of a stage: how fast they were and how much they differed.
 *
 * <p>Rates are taken as logarithms, because a run that is twice as slow weighs as much as one that
 * is twice as fast.
 *
 * @param runs counted so far, 1 or more
 * @param weight of what is remembered; old runs fade, so it is {@link #MEMORY} at most
 * @param mean of the logarithms of bytes/s
 * @param spread their standard deviation
 * @param slowest the lowest of them
 * @param since when the first run ended
 */
record Summary(
        long runs, double weight, double mean, double spread, double slowest, Instant since) {

    /** Full runs after which a run counts only a third. */
    static final double MEMORY = 200;

    /** How many runs the built-in rate counts for, so that a few odd ones don't change much. */
    static final double WEIGHT_OF_BUILT_IN = 10;

    /** A quarter of normally distributed values lies this many deviations below their mean. */
    private static final double LOWER_QUARTER = 0.6745;

    Summary {
        var numbers = List.of(weight, mean, spread, slowest);
        if (runs < 1
                || !numbers.stream().allMatch(Double::isFinite)
                || weight <= 0
                || spread < 0
                || slowest > mean + 1e-6) {
            throw new JsonMismatch(
                    "A summary of %d runs has weight %s, mean %s, spread %s and slowest %s: that can't be."
                            .formatted(runs, weight, mean, spread, slowest));
        }
    }

    /**
     * The summary of a few runs, whatever their order.
     *
     * @param samples at least one
     * @param builtIn rates more than {@link Rates#FARTHEST} times away from it count as if they
     *     were that far
     */
    static Summary of(List<Sample> samples, OptionalLong builtIn) {
        var weight = samples.stream().mapToDouble(Sample::weight).sum();
        var mean =
                samples.stream().mapToDouble(one -> one.weight() * log(one, builtIn)).sum()
                        / weight;
        var squares =
                samples.stream()
                        .mapToDouble(one -> one.weight() * Math.pow(log(one, builtIn) - mean, 2))
                        .sum();
        var slowest = samples.stream().mapToDouble(one -> log(one, builtIn)).min().orElseThrow();
        var since = samples.stream().map(Sample::ended).min(Instant::compareTo).orElseThrow();
        return new Summary(
                samples.size(),
                Math.min(weight, MEMORY),
                mean,
                Math.sqrt(squares / weight),
                slowest,
                since);
    }

    private static double log(Sample sample, OptionalLong builtIn) {
        var log = Math.log(sample.bytesPerSecond());
        if (builtIn.isEmpty()) {
            return log;
        }
        var expected = Math.log(builtIn.getAsLong());
        var farthest = Math.log(Rates.FARTHEST);
        return Math.clamp(log, expected - farthest, expected + farthest);
    }

    /** Both, where {@code later} makes this one fade. */
    Summary and(Summary later) {
        var faded = weight * Math.exp(-later.weight / MEMORY);
        var sum = faded + later.weight;
        var difference = later.mean - mean;
        var squares =
                faded * spread * spread
                        + later.weight * later.spread * later.spread
                        + faded * later.weight / sum * difference * difference;
        return new Summary(
                runs + later.runs,
                Math.min(sum, MEMORY),
                mean + difference * later.weight / sum,
                Math.sqrt(squares / sum),
                Math.min(slowest, later.slowest),
                since.isBefore(later.since) ? since : later.since);
    }

    /**
     * A rate that three of four runs reach, drawn towards the built-in one while there are few.
     * Never outside of what was built in and what was seen.
     */
    Rate rate(OptionalLong builtIn) {
        var quarter = Math.max(slowest, mean - LOWER_QUARTER * spread);
        var log =
                builtIn.isEmpty()
                        ? quarter
                        : (WEIGHT_OF_BUILT_IN * Math.log(builtIn.getAsLong()) + weight * quarter)
                                / (WEIGHT_OF_BUILT_IN + weight);
        return new Rate(
                Math.max(1, Math.round(Math.exp(log))), new Rate.Source.Learned(runs, since));
    }

    void write(JsonObject.Builder json) {
        json.put("runs", runs)
                .put("weight", BigDecimal.valueOf(weight))
                .put("mean", BigDecimal.valueOf(mean))
                .put("spread", BigDecimal.valueOf(spread))
                .put("slowest", BigDecimal.valueOf(slowest))
                .put("since", since.toString());
    }

    static Summary fromJson(JsonObject json) {
        return new Summary(
                json.requireWhole("runs"),
                number(json, "weight"),
                number(json, "mean"),
                number(json, "spread"),
                number(json, "slowest"),
                Instant.parse(json.requireText("since")));
    }

    private static double number(JsonObject json, String name) {
        return json.get(name).orElse(null) instanceof JsonValue.Numeric(var _, var value)
                ? value.doubleValue()
                : requireNumber(json, name);
    }

    private static double requireNumber(JsonObject json, String name) {
        throw new JsonMismatch(name, "a number", json.get(name).orElse(json));
    }
}
