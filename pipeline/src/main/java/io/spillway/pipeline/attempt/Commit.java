package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadGone;
import io.spillway.pipeline.work.Lineage;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the outputs of a work item visible once they are decided. May be called again, by any host,
 * at any time.
 */
final class Commit {

    private final ObjectStore store;
    private final Places places;

    Commit(ObjectStore store, Places places) {
        this.store = store;
        this.places = places;
    }

    /**
     * Completes every upload that isn't completed yet.
     *
     * @return the outputs; empty if some of them are gone for good, aborted before they were
     *     completed
     */
    Optional<Results> complete(WorkItem item, State.Committing committing) throws IOException {
        var outputs = Parallel.map(committing.uploads(), upload -> complete(item, upload));
        if (outputs.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                results(
                        item,
                        outputs.stream()
                                .flatMap(Optional::stream)
                                .sorted(Comparator.comparing(ObjectVersion::key))
                                .toList()));
    }

    private Optional<ObjectVersion> complete(WorkItem item, PendingUpload upload)
            throws IOException {
        try {
            return Optional.of(store.complete(upload));
        } catch (UploadGone e) {
            return store.head(upload.location())
                    .filter(there -> item.id().equals(there.metadata().get(Lineage.ITEM)))
                    .filter(there -> there.version().size() == upload.size())
                    .map(there -> there.version());
        }
    }

    private Results results(WorkItem item, List<ObjectVersion> outputs) throws IOException {
        if (outputs.size() <= Results.MOST_LISTED) {
            return new Results(outputs.size(), outputs, Optional.empty());
        }
        var manifest = places.outputManifest(item.id());
        var json =
                JsonObject.of()
                        .put("outputs", outputs.stream().map(ObjectVersion::toJson).toList())
                        .build();
        store.putIfAbsent(manifest, Json.writeBytes(json), "application/json");
        return new Results(outputs.size(), List.of(), Optional.of(manifest));
    }
}
