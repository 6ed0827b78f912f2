package io.spillway.router.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Publishes notices, each once however often its reason is found: an object of the notice's name
 * says that it was told. Twice only where it couldn't be written.
 */
final class ToldNotices {

    private static final String PREFIX = "stuck/";
    private static final byte[] NOTHING = "{}".getBytes(UTF_8);

    private final ObjectStore store;
    private final String bucket;
    private final Events events;

    /**
     * @param bucket the work bucket
     */
    ToldNotices(ObjectStore store, String bucket, Events events) {
        this.store = store;
        this.bucket = bucket;
        this.events = events;
    }

    /** Publishes those that were not. */
    void tell(List<Notice> notices) throws IOException {
        var untold =
                Parallel.map(
                                notices,
                                notice ->
                                        store.head(location(notice)).isPresent()
                                                ? Optional.<Notice>empty()
                                                : Optional.of(notice))
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        if (untold.isEmpty()) {
            return;
        }
        events.publish(untold);
        Parallel.map(
                untold, notice -> store.putIfAbsent(location(notice), NOTHING, "application/json"));
    }

    private ObjectLocation location(Notice notice) {
        return new ObjectLocation(bucket, PREFIX + notice.id() + ".json");
    }
}
