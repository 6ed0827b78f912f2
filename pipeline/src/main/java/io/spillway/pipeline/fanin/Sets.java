package io.spillway.pipeline.fanin;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.MemberSet;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes one work item per upload of all that a phase made of it. May be told of anything twice, by
 * any host, at any time: what is ready is given again, and is the same.
 */
public final class Sets {

    private final PipelineDefinition definition;
    private final FanIns fanIns;
    private final ObjectStore store;
    private final String bucket;
    private final Supplier<String> writers;
    private final CompletionTree tree;
    private final SetGathering gathering;

    /**
     * @param bucket the work bucket
     * @param writers gives names that nobody else ever gives
     */
    public Sets(
            PipelineDefinition definition,
            ObjectStore store,
            String bucket,
            Supplier<String> writers) {
        this.definition = definition;
        this.fanIns = new FanIns(definition);
        this.store = store;
        this.bucket = bucket;
        this.writers = writers;
        this.tree = new CompletionTree(fanIns, store, bucket);
        this.gathering = new SetGathering(definition, fanIns, store, bucket);
    }

    /**
     * A set that is not waited for without end.
     *
     * @param upload of which it is made, taken by at least one phase on the way
     * @param place of the upload
     */
    public record Awaited(Phase taker, String every, Upload upload, Place place) {}

    /** The sets that will be made of an upload and have a time limit. */
    public List<Awaited> awaited(Upload upload, Place place) {
        return fanIns.sets().stream()
                .filter(every -> !fanIns.slots(every, place).isEmpty())
                .flatMap(
                        every ->
                                definition.afterEvery(every).stream()
                                        .filter(
                                                taker ->
                                                        taker.afterEvery(every)
                                                                .flatMap(t -> t.within())
                                                                .isPresent())
                                        .map(taker -> new Awaited(taker, every, upload, place)))
                .toList();
    }

    /**
     * Takes note of how a work item ended.
     *
     * @return the sets that nothing can be added to any more; told again they are given again
     * @throws IOException if the store can't be reached. The event must come again
     */
    public List<ReadySet> ended(PhaseEvent event) throws IOException {
        var end = Marker.End.of(event.happening());
        var ready = new ArrayList<ReadySet>();
        if (end.isEmpty()) {
            return ready;
        }
        var item = event.item();
        for (var every : fanIns.waitingFor(item)) {
            if (fanIns.goesOn(every, event)) {
                continue;
            }
            var told = Json.writeBytes(Told.of(event).toJson());
            if (tree.done(every, item, end.get(), told)) {
                var place = item.place().orElseThrow();
                var upload = new Place(place.before(), List.of(), place.takersOfUpload());
                for (var taker : definition.afterEvery(every)) {
                    var set = new Awaited(taker, every, item.upload(), upload);
                    ready(set, event.time(), false).ifPresent(ready::add);
                }
            }
        }
        return ready;
    }

    /**
     * Ends the wait for a set whose time is over.
     *
     * @param due when it was over
     * @return empty if its phase doesn't take it any more
     * @throws IOException if the store can't be reached; to be called again
     */
    public Optional<ReadySet> overdue(
            String taker, String every, Upload upload, Place place, Instant due)
            throws IOException {
        var phase = definition.phase(taker).filter(found -> found.afterEvery(every).isPresent());
        return phase.isEmpty()
                ? Optional.empty()
                : ready(new Awaited(phase.get(), every, upload, place), due, true);
    }

    /**
     * @param since when the last of its members ended, or the wait for it did
     */
    private Optional<ReadySet> ready(Awaited set, Instant since, boolean overdue)
            throws IOException {
        var record =
                new ObjectLocation(
                        bucket,
                        "%s%s.json"
                                .formatted(
                                        CompletionTree.folder(set.every(), set.upload().id()),
                                        set.taker().name()));
        var there = store.get(record);
        if (there.isPresent()) {
            return Optional.of(ReadySet.fromJson(Json.readObject(there.get())));
        }
        var complete = !overdue || tree.isComplete(set.every(), set.upload().id());
        var gathered =
                gathering.gather(set.taker(), set.every(), set.upload(), complete, writers.get());
        var trigger = set.taker().afterEvery(set.every()).orElseThrow();
        var verdict = Verdict.of(set.taker().name(), trigger, gathered.tally(), overdue);
        if (verdict instanceof Verdict.Wait) {
            return Optional.empty();
        }
        var ready = new ReadySet(item(set, gathered).madeAt(Optional.of(since)), verdict);
        store.putIfAbsent(record, Json.writeBytes(ready.toJson()), "application/json");
        // Somebody else may have been first: only what is there counts.
        return store.get(record).map(content -> ReadySet.fromJson(Json.readObject(content)));
    }

    private WorkItem item(Awaited set, SetGathering.Gathered gathered) {
        var taker = set.taker().name();
        var passed =
                Stream.concat(set.place().before().stream(), fanIns.passed(set.every()).stream())
                        .toList();
        var upload = set.upload();
        return new WorkItem(
                WorkItem.idOfSet(definition.name(), taker, set.every(), upload.id()),
                definition.name(),
                taker,
                gathered.manifest(),
                gathered.type(),
                upload.object().key() + ".every-" + set.every(),
                upload,
                passed.size(),
                passed,
                Optional.of(set.place()),
                Optional.of(
                        new MemberSet(
                                set.every(), gathered.tally().members(), gathered.tally().bytes())),
                Optional.empty());
    }
}
