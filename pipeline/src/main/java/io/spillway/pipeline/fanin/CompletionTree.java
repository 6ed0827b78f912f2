package io.spillway.pipeline.fanin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * Tells when all of an upload's work on the way to a set is done, without ever counting all of it.
 *
 * <p>Whoever is told that a work item is done puts a marker and lists the markers of the hundred
 * outputs it belongs to. Who finds them all there puts a marker one level up, and lists the hundred
 * there; so on to the upload. Listings show what was put before, so of many that put at once, the
 * last one sees all. Every step can be done again, by anybody: markers say the same each time, and
 * climbing goes on where somebody stopped.
 *
 * <p>Source: Amazon S3 User Guide, "Amazon S3 data consistency model".
 */
final class CompletionTree {

    /** Outputs whose markers are listed at once. As many as two digits of an ordinal tell. */
    static final int SEGMENT = 100;

    private final FanIns fanIns;
    private final ObjectStore store;
    private final String bucket;

    CompletionTree(FanIns fanIns, ObjectStore store, String bucket) {
        this.fanIns = fanIns;
        this.store = store;
        this.bucket = bucket;
    }

    /** Where everything about one upload's set is. */
    static String folder(String every, String uploadId) {
        return Places.SETS_PREFIX + uploadId + "/" + every + "/";
    }

    /**
     * Marks a work item as done.
     *
     * @param content tells what came of it, for whoever gathers the set
     * @return whether all of the upload's work on the way to the set is done now
     */
    boolean done(String every, WorkItem item, Marker.End how, byte[] content) throws IOException {
        var folder = folder(every, item.upload().id());
        var place = item.place().orElseThrow();
        var slot = item.slot();
        var end = how;
        var told = content;
        while (true) {
            var steps = place.steps();
            var slots = fanIns.slots(every, place).size();
            var key = Marker.of(steps, slot, slots, end).key(steps.size());
            put(folder + key, told);
            if (!isSegmentFull(folder, place, slots)) {
                return false;
            }
            if (steps.isEmpty()) {
                return true;
            }
            if (!isNodeFull(folder, place)) {
                return false;
            }
            var last = steps.getLast();
            slot = last.slot();
            place = new Place(place.before(), steps.subList(0, steps.size() - 1), last.takers());
            end = Marker.End.OUTPUTS;
            told = "{}".getBytes(UTF_8);
        }
    }

    /** Whether all of an upload's work on the way to the set is done. */
    boolean isComplete(String every, String uploadId) throws IOException {
        return fullObjects(folder(every, uploadId), List.of()) == 1;
    }

    private void put(String key, byte[] content) throws IOException {
        // A marker that is there says the same.
        store.putIfAbsent(new ObjectLocation(bucket, key), content, "application/json");
    }

    /** Whether all objects are done whose markers share a prefix with this place's. */
    private boolean isSegmentFull(String folder, Place place, int slots) throws IOException {
        var steps = place.steps();
        var objects =
                steps.isEmpty() ? 1 : inSegment(steps.getLast().ordinal(), steps.getLast().of());
        if (objects == 1 && slots == 1) {
            return true;
        }
        return fullObjects(folder, steps) == objects;
    }

    private int fullObjects(String folder, List<Place.Step> steps) throws IOException {
        var prefix = folder + Marker.folder(steps.size());
        var done = new HashMap<String, HashSet<String>>();
        var full = 0;
        try (var keys = store.list(bucket, folder + Marker.segment(steps), "")) {
            for (var key : (Iterable<ObjectLocation>) keys::iterator) {
                var marker = Marker.read(key, prefix);
                var of = done.computeIfAbsent(marker.object(), _ -> new HashSet<>());
                if (of.add(marker.path()) && of.size() == marker.slots()) {
                    full++;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return full;
    }

    private static int inSegment(int index, int of) {
        return Math.min(SEGMENT, of - index / SEGMENT * SEGMENT);
    }

    /** Goes up level by level, a marker and a listing each, as long as segments are full. */
    private boolean isNodeFull(String folder, Place place) throws IOException {
        var steps = place.steps();
        var node = Marker.segment(steps);
        node = node.substring(0, node.lastIndexOf('/') + 1).replaceFirst("^items/", "");
        var index = steps.getLast().ordinal();
        var of = steps.getLast().of();
        for (int level = 1, digits = Marker.DIGITS - 2; of > SEGMENT; level++, digits -= 2) {
            index /= SEGMENT;
            of = Math.ceilDiv(of, SEGMENT);
            var level0 = folder + "full/" + node + level + "/";
            var key = ("%0" + digits + "d").formatted(index);
            put(level0 + key, new byte[0]);
            if (count(level0 + key.substring(0, digits - 2)) < inSegment(index, of)) {
                return false;
            }
        }
        return true;
    }

    private long count(String prefix) throws IOException {
        try (var keys = store.list(bucket, prefix, "")) {
            return keys.count();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
