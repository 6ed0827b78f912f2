package io.spillway.pipeline.learning;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Snapshots of what was learned, as small objects that are never changed, each created only if its
 * number is free.
 *
 * <p>Who adds to the newest writes the number after it: of two that try, one is refused and keeps
 * its samples for the next time. So no sample is lost to a race and no snapshot mixes two.
 *
 * <p>Keys count down, so that the newest is the first of a listing. A snapshot every 30 s uses up
 * the numbers in 950 years.
 */
public final class RateStore {

    /** Start of the keys of all snapshots, in the work bucket. */
    public static final String PREFIX = "rates/";

    private static final Logger LOG = System.getLogger(RateStore.class.getName());
    private static final long HIGHEST = 999_999_999;

    private final ObjectStore store;
    private final String bucket;

    /**
     * What was learned up to a moment.
     *
     * @param number from 1; 0 before there is any
     */
    public record Snapshot(long number, Instant at, Rates rates) {

        /** Before anything was learned. */
        public static final Snapshot NONE = new Snapshot(0, Instant.EPOCH, Rates.NONE);
    }

    public RateStore(ObjectStore store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /**
     * The newest snapshot: a listing and a read. One that can't be understood counts as empty, so
     * that learning starts anew after it.
     */
    public Snapshot newest() throws IOException {
        try (var keys = store.list(bucket, PREFIX, "")) {
            var newest = keys.findFirst();
            return newest.isEmpty() ? Snapshot.NONE : read(newest.get());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Adds a snapshot under its number.
     *
     * @return whether it was added. False also where the answer to a first try was lost: then it is
     *     there, and its samples are counted twice
     */
    public boolean append(Snapshot snapshot) throws IOException {
        var json =
                JsonObject.of()
                        .put("at", snapshot.at().toString())
                        .put("learned", snapshot.rates().toJson())
                        .build();
        return store.putIfAbsent(
                location(snapshot.number()), Json.writeBytes(json), "application/json");
    }

    private Snapshot read(ObjectLocation location) throws IOException {
        var number = number(location);
        var content = store.get(location);
        if (content.isEmpty()) {
            return new Snapshot(number, Instant.EPOCH, Rates.NONE); // expired since it was listed
        }
        try {
            var json = Json.readObject(content.get());
            return new Snapshot(
                    number,
                    Instant.parse(json.requireText("at")),
                    Rates.fromJson(json.requireObject("learned")));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.log(
                    Level.WARNING,
                    "Learned rates in {0} can not be read, learning starts anew: {1}",
                    location,
                    e.getMessage());
            return new Snapshot(number, Instant.EPOCH, Rates.NONE);
        }
    }

    private static long number(ObjectLocation location) throws IOException {
        var name = location.key().substring(PREFIX.length());
        if (!name.matches("\\d{9}\\.json")) {
            throw new IOException(
                    "%s is no snapshot of rates: only the router may write below %s. Remove it."
                            .formatted(location, PREFIX));
        }
        return HIGHEST - Long.parseLong(name.substring(0, 9));
    }

    private ObjectLocation location(long number) {
        return new ObjectLocation(bucket, "%s%09d.json".formatted(PREFIX, HIGHEST - number));
    }
}
