package io.spillway.monitoring.notify;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.Ids;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Which events a receiver was told of, in objects that are each written once: a claim under a
 * number, and how it ended.
 *
 * <p>Of all who want to tell a receiver of an event only one may, and nobody after it was told.
 * Where an invocation dies between the receiver's answer and writing it down, the event is told
 * again once its claim is {@link #CLAIM_LASTS} old: that is the one way in which a person reads
 * something twice.
 */
final class Told {

    /** Longer than any invocation of the notifier. */
    static final Duration CLAIM_LASTS = Duration.ofMinutes(10);

    private static final String PREFIX = "notified/";

    private final ObjectStore store;
    private final String bucket;
    private final Clock clock;
    private final Supplier<String> writers;

    /**
     * @param writers gives names that nobody else ever gives
     */
    Told(ObjectStore store, String bucket, Clock clock, Supplier<String> writers) {
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
        this.writers = writers;
    }

    /** Whether a receiver may be told of an event. */
    sealed interface Claim {

        /** It may, by whoever holds this. */
        record Mine(String receiver, String event, int number) implements Claim {}

        /** It knows. */
        record Done() implements Claim {}

        /** Another invocation is about it. */
        record Others() implements Claim {}
    }

    Claim claim(String receiver, String event) throws IOException {
        if (take(receiver, event, 1)) {
            return new Claim.Mine(receiver, event, 1);
        }
        return switch (newest(receiver, event)) {
            case Mark(var _, var ending) when ending.equals("told") -> new Claim.Done();
            case Mark(var number, var ending) when ending.equals("returned") ->
                    claim(receiver, event, number + 1);
            case Mark(var number, var _) ->
                    isOver(receiver, event, number)
                            ? claim(receiver, event, number + 1)
                            : new Claim.Others();
        };
    }

    private Claim claim(String receiver, String event, int number) throws IOException {
        return take(receiver, event, number)
                ? new Claim.Mine(receiver, event, number)
                : new Claim.Others();
    }

    /**
     * Notes that the receiver knows.
     *
     * @return whether this call noted it, and not one before it
     */
    boolean told(Claim.Mine claim) throws IOException {
        return end(claim, "told");
    }

    /**
     * Notes that the receiver wasn't told, so that the next one may try at once.
     *
     * @return whether this call noted it, and not one before it
     */
    boolean returned(Claim.Mine claim) throws IOException {
        return end(claim, "returned");
    }

    private boolean end(Claim.Mine claim, String ending) throws IOException {
        return store.putIfAbsent(
                at(claim.receiver(), claim.event(), claim.number(), ending),
                content(writers.get()),
                "application/json");
    }

    private boolean take(String receiver, String event, int number) throws IOException {
        return put(at(receiver, event, number, "claimed"));
    }

    /**
     * Takes the one place that a receiver has for a group in a window of time.
     *
     * @return whether it was free
     */
    boolean takeWindow(String receiver, AlertGroup.Key group, Duration window) throws IOException {
        return put(window(receiver, group, window));
    }

    /** Whether {@link #takeWindow} would find it free. */
    boolean isWindowFree(String receiver, AlertGroup.Key group, Duration window)
            throws IOException {
        return store.head(window(receiver, group, window)).isEmpty();
    }

    /** Whether this call created the object; a lost answer is seen through by its content. */
    private boolean put(ObjectLocation location) throws IOException {
        var content = content(writers.get());
        return store.putIfAbsent(location, content, "application/json")
                || store.get(location).filter(there -> Arrays.equals(there, content)).isPresent();
    }

    private byte[] content(String writer) {
        return Json.writeBytes(
                JsonObject.of()
                        .put("at", clock.instant().toString())
                        .put("writer", writer)
                        .build());
    }

    /** The newest thing noted of an event. */
    private record Mark(int number, String ending) {

        static Mark ofKey(String key) {
            var name = key.substring(key.lastIndexOf('/') + 1).split("-");
            return new Mark(Integer.parseInt(name[0]), name[1]);
        }
    }

    /**
     * Keys sort by number, and of one number {@code claimed} before {@code returned} and {@code
     * told}.
     */
    private Mark newest(String receiver, String event) throws IOException {
        try (var keys = store.list(bucket, folder(receiver, event), "")) {
            return keys.map(location -> Mark.ofKey(location.key()))
                    .reduce((_, later) -> later)
                    .orElseThrow(
                            () ->
                                    new IOException(
                                            "The claim on event %s for %s is gone. It will be told later."
                                                    .formatted(event, receiver)));
        }
    }

    private boolean isOver(String receiver, String event, int number) throws IOException {
        return store.get(at(receiver, event, number, "claimed"))
                .map(Json::readObject)
                .map(json -> Instant.parse(json.requireText("at")))
                .filter(at -> at.plus(CLAIM_LASTS).isBefore(clock.instant()))
                .isPresent();
    }

    private ObjectLocation at(String receiver, String event, int number, String ending) {
        return new ObjectLocation(
                bucket, "%s%06d-%s".formatted(folder(receiver, event), number, ending));
    }

    private static String folder(String receiver, String event) {
        return PREFIX + receiver + "/events/" + Ids.of("event", event) + "/";
    }

    private ObjectLocation window(String receiver, AlertGroup.Key group, Duration window) {
        var number = clock.instant().getEpochSecond() / Math.max(1, window.toSeconds());
        return new ObjectLocation(
                bucket, PREFIX + receiver + "/windows/" + Ids.of(group.parts()) + "/" + number);
    }
}
