package io.spillway.pipeline.ledger;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.WorkItem;

import java.time.Instant;
import java.util.Optional;

/**
 * One step in the life of a work item, never changed once written.
 *
 * <p>It says all that is needed to go on, so that only the newest has to be read.
 *
 * @param number from 1, without gaps; also the fencing number of a claim
 * @param writer unique to the run of the program that wrote it, so that a writer whose answer was
 *     lost knows its own entry
 * @param attempts claims so far, this entry included
 * @param checkpoint where it is written how far earlier attempts came, for the next one to go on
 */
public record Entry(
        int number,
        Instant at,
        String writer,
        WorkItem item,
        Route route,
        int attempts,
        State state,
        Optional<ObjectLocation> checkpoint) {

    /** An entry of a work item that no attempt got far with. */
    public Entry(
            int number,
            Instant at,
            String writer,
            WorkItem item,
            Route route,
            int attempts,
            State state) {
        this(number, at, writer, item, route, attempts, state, Optional.empty());
    }

    /** The first entry of a work item. */
    public static Entry first(Instant at, String writer, WorkItem item, Route route, State state) {
        return new Entry(1, at, writer, item, route, state instanceof State.Claimed ? 1 : 0, state);
    }

    /**
     * The entry after this one. A claim counts as another attempt unless it renews the one before
     * it. The checkpoint stays.
     */
    public Entry next(Instant at, String writer, State next) {
        var renews = state instanceof State.Claimed && this.writer.equals(writer);
        var claims = next instanceof State.Claimed && !renews;
        return new Entry(
                number + 1,
                at,
                writer,
                item,
                route,
                claims ? attempts + 1 : attempts,
                next,
                checkpoint);
    }

    /** This entry for another route, before it is written. */
    public Entry withRoute(Route other) {
        return new Entry(number, at, writer, item, other, attempts, state, checkpoint);
    }

    /** This entry with another checkpoint, or without one, before it is written. */
    public Entry withCheckpoint(Optional<ObjectLocation> other) {
        return new Entry(number, at, writer, item, route, attempts, state, other);
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("number", number)
                .put("at", at.toString())
                .put("writer", writer)
                .put("item", item.toJson())
                .put("route", route.toJson())
                .put("attempts", attempts)
                .put("state", state.toJson())
                .putText("checkpoint", checkpoint.map(ObjectLocation::toString))
                .build();
    }

    public static Entry fromJson(JsonObject json) {
        return new Entry(
                (int) json.requireWhole("number"),
                Instant.parse(json.requireText("at")),
                json.requireText("writer"),
                WorkItem.fromJson(json.requireObject("item")),
                Route.fromJson(json.requireObject("route")),
                (int) json.requireWhole("attempts"),
                State.fromJson(json.requireObject("state")),
                json.text("checkpoint").map(ObjectLocation::parse));
    }
}
