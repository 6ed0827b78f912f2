package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an attempt's time went. The first four follow each other and make up {@link Usage#took},
 * but for what is rounded.
 *
 * @param claim until the claim was recorded and the stage began, if it did
 * @param read that the stage waited for bytes of its input; threads that wait at the same time
 *     count each, up to the time that the stage took
 * @param stage the rest of the stage's time, so also that of storing full parts on the way; of an
 *     attempt that failed all that was left
 * @param store until the last parts of all outputs were stored
 * @param commit until the outputs were visible; by another host, if the one that decided it died.
 *     Absent as long as they aren't
 */
public record Steps(
        Duration claim, Duration read, Duration stage, Duration store, Optional<Duration> commit) {

    public Steps {
        claim = whole(claim);
        read = whole(read);
        stage = whole(stage);
        store = whole(store);
        commit = commit.map(Steps::whole);
    }

    /** In milliseconds, as it is written. A clock that was set back gives less than nothing. */
    private static Duration whole(Duration time) {
        return Duration.ofMillis(Math.max(0, time.toMillis()));
    }

    /** These steps, and the last. */
    Steps committedAfter(Duration commit) {
        return new Steps(claim, read, stage, store, Optional.of(commit));
    }

    /** In milliseconds. */
    JsonObject toJson() {
        return JsonObject.of()
                .put("claim", claim.toMillis())
                .put("read", read.toMillis())
                .put("stage", stage.toMillis())
                .put("store", store.toMillis())
                .putWhole(
                        "commit",
                        commit.map(time -> OptionalLong.of(time.toMillis()))
                                .orElse(OptionalLong.empty()))
                .build();
    }

    static Steps fromJson(JsonObject json) {
        var commit = json.whole("commit");
        return new Steps(
                Duration.ofMillis(json.requireWhole("claim")),
                Duration.ofMillis(json.requireWhole("read")),
                Duration.ofMillis(json.requireWhole("stage")),
                Duration.ofMillis(json.requireWhole("store")),
                commit.isPresent()
                        ? Optional.of(Duration.ofMillis(commit.getAsLong()))
                        : Optional.empty());
    }
}
