package io.spillway.local.run;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.Replays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads from the ledger how every work item stands. */
final class LedgerReport {

    private final ObjectStore store;
    private final Places places;

    LedgerReport(ObjectStore store, Places places) {
        this.store = store;
        this.places = places;
    }

    /**
     * For every work item the entry that says how it ended, or its newest; by upload, then by how
     * far from it, then by name. What was done once more stands there as its newest repetition
     * alone.
     */
    List<Entry> ends() throws IOException {
        var all = Parallel.map(newest(), this::end);
        return Replays.newest(all, entry -> entry.item().id()).stream()
                .sorted(
                        Comparator.comparing((Entry entry) -> entry.item().upload().object().key())
                                .thenComparing(entry -> entry.item().upload().id())
                                .thenComparing(entry -> entry.item().hops())
                                .thenComparing(entry -> entry.item().name())
                                .thenComparing(entry -> entry.item().phase()))
                .toList();
    }

    /** Two keys per work item at most: its newest entry's and the one before. */
    private List<List<ObjectLocation>> newest() throws IOException {
        var items = new ArrayList<List<ObjectLocation>>();
        var directory = "";
        try (var keys = store.list(places.workBucket(), Places.LEDGER_PREFIX, "")) {
            for (var key : (Iterable<ObjectLocation>) keys::iterator) {
                var owner = key.key().substring(0, key.key().lastIndexOf('/'));
                if (!owner.equals(directory)) {
                    directory = owner;
                    items.add(new ArrayList<>());
                }
                if (items.getLast().size() < 2) {
                    items.getLast().add(key);
                }
            }
        }
        return items;
    }

    private Entry end(List<ObjectLocation> newestTwo) throws IOException {
        var newest = read(newestTwo.getFirst());
        return newest.state() instanceof State.Announced ? read(newestTwo.getLast()) : newest;
    }

    private Entry read(ObjectLocation location) throws IOException {
        return Entry.fromJson(Json.readObject(store.get(location).orElseThrow()));
    }
}
