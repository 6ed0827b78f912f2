package io.spillway.pipeline.fanin;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * All markers of a set in the order of the upload's outputs, merged from the listings of each depth
 * as they are asked for. Of a work item that was replayed only how it ended last.
 */
final class Markers implements Iterator<Markers.Found>, AutoCloseable {

    /** A marker and where it is. */
    record Found(Marker marker, ObjectLocation location) {}

    private record Head(Found found, Iterator<Found> rest, String prefix) {

        /** The listings are in this order. */
        String key() {
            return found.location().key().substring(prefix.length());
        }
    }

    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::key));
    private final List<Stream<ObjectLocation>> listings = new ArrayList<>();

    /**
     * @param mostSteps deepest place of a marker
     */
    Markers(ObjectStore store, String bucket, String folder, int mostSteps) throws IOException {
        for (int depth = 0; depth <= mostSteps; depth++) {
            var prefix = folder + Marker.folder(depth);
            var listing = store.list(bucket, prefix, "");
            listings.add(listing);
            push(
                    listing.map(location -> new Found(Marker.read(location, prefix), location))
                            .iterator(),
                    prefix);
        }
    }

    private void push(Iterator<Found> rest, String prefix) {
        if (rest.hasNext()) {
            heads.add(new Head(rest.next(), rest, prefix));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Found next() {
        var found = poll();
        var path = found.marker().path();
        for (var again = peek(); again.filter(path::equals).isPresent(); again = peek()) {
            found = poll();
        }
        return found;
    }

    private Optional<String> peek() {
        return Optional.ofNullable(heads.peek()).map(head -> head.found().marker().path());
    }

    private Found poll() {
        var head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException("There is no other marker.");
        }
        push(head.rest(), head.prefix());
        return head.found();
    }

    @Override
    public void close() {
        listings.forEach(Stream::close);
    }
}
