package io.spillway.pipeline.ledger;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ledger of small objects, one per entry, each created only if its key is free.
 *
 * <p>Keys count down from 999,999, so that the newest entry is the first of a listing.
 */
public final class ObjectLedger implements Ledger {

    private static final int HIGHEST = 999_999;

    private final ObjectStore store;
    private final String bucket;
    private final String prefix;

    /**
     * @param prefix of all its keys; ends with {@code /}
     */
    public ObjectLedger(ObjectStore store, String bucket, String prefix) {
        this.store = store;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public Optional<Entry> newest(String workItemId) throws IOException {
        try (var keys = keys(workItemId)) {
            var newest = keys.findFirst();
            return newest.isEmpty() ? Optional.empty() : Optional.of(read(newest.get()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Asks for the first entry by its key: a twelfth of the price of a listing. */
    @Override
    public boolean isKnown(String workItemId) throws IOException {
        return store.head(location(workItemId, 1)).isPresent();
    }

    @Override
    public List<Entry> history(String workItemId) throws IOException {
        try (var keys = keys(workItemId)) {
            var entries = new ArrayList<Entry>();
            for (var key : (Iterable<ObjectLocation>) keys::iterator) {
                entries.add(read(key));
            }
            Collections.reverse(entries);
            return List.copyOf(entries);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean append(Entry entry) throws IOException {
        var location = location(entry.item().id(), entry.number());
        var content = Json.writeBytes(entry.toJson());
        if (store.putIfAbsent(location, content, "application/json")) {
            return true;
        }
        // An answer may have been lost and the call repeated beneath us: then the entry there is
        // this one.
        return store.get(location).filter(there -> Arrays.equals(there, content)).isPresent();
    }

    private Entry read(ObjectLocation location) throws IOException {
        var content =
                store.get(location)
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "Ledger entry %s vanished between listing and reading. Nothing may delete below %s."
                                                        .formatted(location, prefix)));
        return Entry.fromJson(Json.readObject(content));
    }

    private Stream<ObjectLocation> keys(String workItemId) throws IOException {
        return store.list(bucket, prefix + workItemId + "/", "");
    }

    private ObjectLocation location(String workItemId, int number) {
        return new ObjectLocation(
                bucket, "%s%s/%06d.json".formatted(prefix, workItemId, HIGHEST - number));
    }
}
