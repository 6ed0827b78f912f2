package io.spillway.router.reconcile;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.intake.Pass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which passes there were, so that each begins where the last one ended: for each an object that
 * says that it began, and one that says that it ended, numbered alike and never changed.
 */
final class Passes {

    /**
     * How far back the first pass looks, and one after a long pause. The intake queue keeps an
     * event for as long. Far less than the ledger is kept: what it forgot would be done again.
     */
    static final Duration FURTHEST = Duration.ofDays(4);

    /** After which a pass that hasn't ended counts as given up. */
    static final Duration LONGEST = Duration.ofHours(2);

    private static final String PREFIX = "reconcile/";
    private static final long HIGHEST = 999_999_999;

    private final ObjectStore store;
    private final String bucket;

    /**
     * @param bucket the work bucket
     */
    Passes(ObjectStore store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /**
     * Begins a pass, unless one is under way or there is nothing new to look at.
     *
     * @param quiet how long after an upload its event counts as lost
     * @return the same pass for a second call with the same time, as long as it hasn't ended
     */
    Optional<Pass> begin(String dropBucket, Instant at, Duration quiet) throws IOException {
        var last = newest();
        if (last.isPresent() && !last.get().ended()) {
            var pass = last.get().pass();
            if (pass.at().equals(at)) {
                return Optional.of(pass);
            }
            if (at.isBefore(pass.at().plus(LONGEST))) {
                return Optional.empty();
            }
        }
        var furthest = at.minus(FURTHEST);
        var from = last.map(Passes::next).filter(furthest::isBefore).orElse(furthest);
        var until = at.minus(quiet);
        if (!from.isBefore(until)) {
            return Optional.empty();
        }
        var number = last.map(each -> each.pass().number()).orElse(0L) + 1;
        var pass = new Pass(number, dropBucket, at, from, until);
        return write(pass, false) ? Optional.of(pass) : Optional.empty();
    }

    /** Records that all was looked at. A second call does nothing. */
    void end(Pass pass) throws IOException {
        write(pass, true);
    }

    private static Instant next(Recorded last) {
        return last.ended() ? last.pass().until() : last.pass().from();
    }

    private record Recorded(Pass pass, boolean ended) {}

    private Optional<Recorded> newest() throws IOException {
        try (var keys = store.list(bucket, PREFIX, "")) {
            var newest = keys.findFirst();
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            var content = store.get(newest.get());
            return content.map(json -> recorded(Json.readObject(json)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Recorded recorded(JsonObject json) {
        return new Recorded(
                Pass.fromJson(json.requireObject("pass")), json.bool("ended").orElse(false));
    }

    /** The end of a pass sorts before its beginning, and newer passes before older ones. */
    private boolean write(Pass pass, boolean ended) throws IOException {
        var key =
                "%s%09d-%s.json"
                        .formatted(PREFIX, HIGHEST - pass.number(), ended ? "ended" : "started");
        var location = new ObjectLocation(bucket, key);
        var content =
                Json.writeBytes(
                        JsonObject.of().put("pass", pass.toJson()).put("ended", ended).build());
        // Where an answer was lost, what is there may be this one.
        return store.putIfAbsent(location, content, "application/json")
                || store.get(location).filter(there -> Arrays.equals(there, content)).isPresent();
    }
}
