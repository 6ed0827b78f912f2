package io.spillway.pipeline.fanin;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists a set: reads every marker once, in order, and writes the manifest as it goes. */
final class SetGathering {

    /** Markers that are read side by side. */
    private static final int TOGETHER = 100;

    private final PipelineDefinition definition;
    private final FanIns fanIns;
    private final ObjectStore store;
    private final String bucket;

    SetGathering(PipelineDefinition definition, FanIns fanIns, ObjectStore store, String bucket) {
        this.definition = definition;
        this.fanIns = fanIns;
        this.store = store;
        this.bucket = bucket;
    }

    /** A set that is listed. */
    record Gathered(ObjectVersion manifest, ContentType type, Tally tally) {}

    private record Read(Marker.End end, Told told, List<ObjectVersion> outputs) {}

    /**
     * @param complete whether all of the upload's work on the way is done
     * @param name of the manifest that nobody else gives
     */
    Gathered gather(Phase taker, String every, Upload upload, boolean complete, String name)
            throws IOException {
        var folder = CompletionTree.folder(every, upload.id());
        var location =
                new ObjectLocation(bucket, "%s%s/%s.json".formatted(folder, taker.name(), name));
        try (var out = store.startUpload(location, "application/json", Map.of());
                var markers = new Markers(store, bucket, folder, fanIns.mostSteps(every))) {
            var prefix = definition.phase(every).map(Phase::outputPrefix).orElse("");
            var writer = new SetWriter(taker, prefix, head(taker, every, upload), out);
            while (markers.hasNext()) {
                for (var read : Parallel.map(next(markers), this::read)) {
                    writer.add(read.told(), read.end(), read.outputs());
                }
            }
            var tally = writer.end(complete);
            return new Gathered(complete(out.finish()), writer.type(), tally);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ObjectVersion complete(PendingUpload manifest) throws IOException {
        try {
            return store.complete(manifest);
        } catch (IOException e) {
            try {
                store.abort(manifest);
            } catch (IOException further) {
                e.addSuppressed(further);
            }
            throw e;
        }
    }

    private JsonObject head(Phase taker, String every, Upload upload) {
        return JsonObject.of()
                .put("spillway", "set.v1")
                .put("pipeline", definition.name())
                .put("phase", taker.name())
                .put("every", every)
                .put("upload", upload.toJson())
                .build();
    }

    private static List<Markers.Found> next(Markers markers) {
        var next = new ArrayList<Markers.Found>(TOGETHER);
        while (next.size() < TOGETHER && markers.hasNext()) {
            var found = markers.next();
            if (found.marker().end() != Marker.End.OUTPUTS) {
                next.add(found);
            }
        }
        return next;
    }

    private Read read(Markers.Found found) throws IOException {
        var told = Told.fromJson(Json.readObject(require(found.location())));
        var outputs =
                told.results().isPresent()
                        ? outputs(told.results().get())
                        : List.<ObjectVersion>of();
        return new Read(found.marker().end(), told, outputs);
    }

    private List<ObjectVersion> outputs(Results results) throws IOException {
        return results.manifest().isEmpty()
                ? results.listed()
                : Json.readObject(require(results.manifest().get())).objects("outputs").stream()
                        .map(ObjectVersion::fromJson)
                        .toList();
    }

    private byte[] require(ObjectLocation location) throws IOException {
        return store.get(location)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "%s is missing: nothing may delete it while its pipeline runs."
                                                .formatted(location)));
    }
}
