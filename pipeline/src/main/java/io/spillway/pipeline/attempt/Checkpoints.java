package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.PendingUpload;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where checkpoints are kept: objects in the work bucket, since their lists of uploads would make
 * every later ledger entry long.
 */
final class Checkpoints {

    /** Largest object that is put at once. */
    private static final int LARGEST = 5 << 20;

    private final ObjectStore store;
    private final Places places;

    Checkpoints(ObjectStore store, Places places) {
        this.store = store;
        this.places = places;
    }

    /**
     * Writes the checkpoint of an attempt. It counts once an entry names it.
     *
     * @param fence of the attempt's claim, which nobody else has
     * @return empty if it is too long to keep
     */
    Optional<ObjectLocation> write(String workItemId, int fence, Checkpoint checkpoint)
            throws IOException {
        var bytes = Json.writeBytes(checkpoint.toJson());
        if (bytes.length > LARGEST) {
            return Optional.empty();
        }
        var location = places.checkpoint(workItemId, fence);
        store.putIfAbsent(location, bytes, "application/json");
        return Optional.of(location);
    }

    /** The checkpoint that an entry names; empty if it names none, or it was deleted. */
    Optional<Checkpoint> of(Entry entry) throws IOException {
        if (entry.checkpoint().isEmpty()) {
            return Optional.empty();
        }
        return store.get(entry.checkpoint().get()).map(Json::readObject).map(Checkpoint::fromJson);
    }

    /**
     * Aborts the uploads of the checkpoint that an entry names. Only once it is recorded that
     * nobody will go on from it.
     */
    void discard(Entry entry) throws IOException {
        var checkpoint = of(entry);
        if (checkpoint.isPresent()) {
            abort(checkpoint.get().allUploads());
        }
    }

    void abort(List<PendingUpload> uploads) throws IOException {
        Parallel.map(
                uploads,
                upload -> {
                    store.abort(upload);
                    return upload;
                });
    }
}
