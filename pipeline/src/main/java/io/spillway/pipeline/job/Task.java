package io.spillway.pipeline.job;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.WorkItem;

/**
 * A work item on its way to a Batch job, and the decision that sent it there.
 *
 * @param predictedSeconds that its stage takes, at least 0
 * @param tier the size of job it goes to, from 1; see {@link
 *     io.spillway.pipeline.definition.SizeTiers}
 * @param repeats times that it went to another job of this size because the one before was lost, at
 *     least 0
 */
public record Task(WorkItem item, Route route, long predictedSeconds, int tier, int repeats) {

    /** Assumed where nothing was predicted: slow enough for most programs nobody has measured. */
    private static final long ASSUMED_BYTES_PER_SECOND = 2L << 20;

    /** Assumed beside that: what a program takes to start and end. */
    private static final long ASSUMED_OVERHEAD_SECONDS = 5;

    public Task {
        if (predictedSeconds < 0 || tier < 1 || repeats < 0) {
            throw new IllegalArgumentException(
                    "Work item %s can't go to a job of tier %d after %d repeats for %d seconds: expected a tier from 1, the others from 0."
                            .formatted(item.id(), tier, repeats, predictedSeconds));
        }
    }

    /** A work item that goes to the smallest size. */
    public static Task of(WorkItem item, Route.Batch route) {
        var seconds = route.predictedSeconds().orElseGet(() -> assumedSeconds(item));
        return new Task(item, route, seconds, 1, 0);
    }

    private static long assumedSeconds(WorkItem item) {
        return ASSUMED_OVERHEAD_SECONDS + Math.ceilDiv(item.inputBytes(), ASSUMED_BYTES_PER_SECOND);
    }

    /** The same for a job of another size, or another job of the same. */
    public Task again(int otherTier, int otherRepeats) {
        return new Task(item, route, predictedSeconds, otherTier, otherRepeats);
    }

    /** Whether it goes to the same size of job, for the same time. */
    public boolean isAsFarAs(Task other) {
        return tier == other.tier && repeats == other.repeats;
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("item", item.toJson())
                .put("route", route.toJson())
                .put("predictedSeconds", predictedSeconds)
                .put("tier", tier)
                .put("repeats", repeats)
                .build();
    }

    public static Task fromJson(JsonObject json) {
        return new Task(
                WorkItem.fromJson(json.requireObject("item")),
                Route.fromJson(json.requireObject("route")),
                json.requireWhole("predictedSeconds"),
                json.requireInt("tier"),
                json.integer("repeats").orElse(0));
    }
}
