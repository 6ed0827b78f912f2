package io.spillway.pipeline.memory;

import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadGone;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Versioned buckets in memory. Stricter than S3: it refuses a small object over 5 MiB, and tells
 * which uploads nobody ended.
 */
public final class MemoryObjectStore implements ObjectStore {

    private static final int LARGEST_SMALL_OBJECT = 5 << 20;

    private record Stored(ObjectFacts facts, byte[] content) {}

    private record Key(String bucket, String key) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            var byBucket = bucket.compareTo(other.bucket);
            return byBucket != 0
                    ? byBucket
                    : Arrays.compareUnsigned(
                            key.getBytes(StandardCharsets.UTF_8),
                            other.key.getBytes(StandardCharsets.UTF_8));
        }
    }

    private record StoredPart(String etag, byte[] content) {}

    private record Started(
            String id,
            ObjectLocation location,
            String contentType,
            Map<String, String> metadata,
            Map<Integer, StoredPart> parts) {}

    private final TreeMap<Key, List<Stored>> objects = new TreeMap<>();
    private final Map<String, Started> uploads = new HashMap<>();
    private final Clock clock;
    private final int partSize;
    private long counter;

    /** Whose objects are all of 1970. */
    public MemoryObjectStore() {
        this(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    public MemoryObjectStore(Clock clock) {
        this(clock, 8 << 20);
    }

    /**
     * @param partSize in bytes, of each part of an upload but the last
     */
    public MemoryObjectStore(Clock clock, int partSize) {
        this.clock = clock;
        this.partSize = partSize;
    }

    /** Puts an object as a user would, over what is there. */
    public synchronized ObjectVersion put(ObjectLocation location, byte[] content) {
        return store(location, content, "application/octet-stream", Map.of());
    }

    /** Removes all versions of an object. */
    public synchronized void delete(ObjectLocation location) {
        objects.remove(key(location));
    }

    /** Ids of uploads that were neither completed nor aborted. */
    public synchronized List<String> openUploads() {
        return List.copyOf(uploads.keySet());
    }

    /** Aborts all uploads, as a bucket's lifecycle rule does after some days. */
    public synchronized void abortAll() {
        uploads.clear();
    }

    /** Versions under a key, oldest first. */
    public synchronized int versions(ObjectLocation location) {
        return objects.getOrDefault(key(location), List.of()).size();
    }

    @Override
    public synchronized Optional<ObjectFacts> head(ObjectLocation location) {
        return newest(location).map(Stored::facts);
    }

    @Override
    public synchronized Optional<ObjectFacts> head(ObjectVersion version) {
        return find(version).map(Stored::facts);
    }

    @Override
    public synchronized InputStream read(ObjectVersion version, long offset, long length)
            throws ObjectGone {
        var content = find(version).orElseThrow(() -> new ObjectGone(version, null)).content();
        var from = (int) Math.min(offset, content.length);
        return new ByteArrayInputStream(
                content, from, (int) Math.min(length, content.length - from));
    }

    @Override
    public synchronized boolean putIfAbsent(
            ObjectLocation location, byte[] content, String contentType) {
        if (content.length > LARGEST_SMALL_OBJECT) {
            throw new IllegalArgumentException(
                    "%s has %d bytes: at most %d are put at once."
                            .formatted(location, content.length, LARGEST_SMALL_OBJECT));
        }
        if (newest(location).isPresent()) {
            return false;
        }
        store(location, content.clone(), contentType, Map.of());
        return true;
    }

    @Override
    public synchronized Optional<byte[]> get(ObjectLocation location) {
        return newest(location).map(stored -> stored.content().clone());
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata) {
        return new Writer(
                new Started(
                        nextUploadId(),
                        location,
                        contentType,
                        Map.copyOf(metadata),
                        new HashMap<>()));
    }

    private synchronized String nextUploadId() {
        counter++;
        return "u" + counter;
    }

    @Override
    public synchronized UploadWriter resumeUpload(PendingUpload left) {
        var there = uploads.get(left.uploadId());
        var started =
                there != null
                        ? there
                        : new Started(
                                left.uploadId(), left.location(), "", Map.of(), new HashMap<>());
        return new Writer(started, left);
    }

    @Override
    public synchronized ObjectVersion complete(PendingUpload upload) throws UploadGone {
        var started = uploads.get(upload.uploadId());
        if (started == null) {
            throw new UploadGone(upload, null);
        }
        var content = new ByteArrayOutputStream();
        for (var part : upload.parts()) {
            var stored = started.parts().get(part.number());
            if (stored == null || !stored.etag().equals(part.etag())) {
                throw new UploadGone(upload, null);
            }
            content.writeBytes(stored.content());
        }
        uploads.remove(upload.uploadId());
        return store(
                started.location(),
                content.toByteArray(),
                started.contentType(),
                started.metadata());
    }

    @Override
    public synchronized void abort(PendingUpload upload) {
        uploads.remove(upload.uploadId());
    }

    @Override
    public synchronized Stream<ObjectLocation> list(String bucket, String prefix, String after) {
        return objects.tailMap(new Key(bucket, prefix), true).keySet().stream()
                .takeWhile(key -> key.bucket().equals(bucket) && key.key().startsWith(prefix))
                .filter(key -> key.compareTo(new Key(bucket, after)) > 0)
                .map(key -> new ObjectLocation(bucket, key.key()))
                .toList()
                .stream();
    }

    /** Pages of two, so that more than one is needed for nearly everything. */
    @Override
    public synchronized VersionPage versions(
            String bucket, String prefix, Optional<VersionPage.Marker> after) {
        var all =
                objects.entrySet().stream()
                        .filter(entry -> entry.getKey().bucket().equals(bucket))
                        .filter(entry -> entry.getKey().key().startsWith(prefix))
                        .flatMap(entry -> entry.getValue().reversed().stream())
                        .map(Stored::facts)
                        .map(facts -> new VersionPage.Listed(facts.version(), facts.lastModified()))
                        .toList();
        var markers = all.stream().map(MemoryObjectStore::marker).toList();
        var first = after.map(marker -> markers.indexOf(marker) + 1).orElse(0);
        var end = Math.min(all.size(), first + 2);
        return new VersionPage(
                all.subList(first, end),
                end < all.size() ? Optional.of(markers.get(end - 1)) : Optional.empty());
    }

    private static VersionPage.Marker marker(VersionPage.Listed listed) {
        return new VersionPage.Marker(
                listed.version().key(), listed.version().versionId().orElseThrow());
    }

    private ObjectVersion store(
            ObjectLocation location,
            byte[] content,
            String contentType,
            Map<String, String> metadata) {
        counter++;
        var version =
                new ObjectVersion(
                        location, Optional.of("v" + counter), "e" + counter, content.length);
        var facts = new ObjectFacts(version, Optional.of(contentType), metadata, clock.instant());
        objects.computeIfAbsent(key(location), _ -> new ArrayList<>())
                .add(new Stored(facts, content));
        return version;
    }

    private Optional<Stored> newest(ObjectLocation location) {
        return Optional.ofNullable(objects.get(key(location))).map(List::getLast);
    }

    private Optional<Stored> find(ObjectVersion version) {
        return objects.getOrDefault(key(version.location()), List.of()).stream()
                .filter(stored -> stored.facts().version().versionId().equals(version.versionId()))
                .findFirst();
    }

    private static Key key(ObjectLocation location) {
        return new Key(location.bucket(), location.key());
    }

    /** Parts are stored once they are full, and the last one when the upload is finished. */
    private final class Writer extends UploadWriter {
        private final Started started;
        private final boolean resumed;
        private final List<PendingUpload.Part> parts;
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();
        private long stored;
        private PendingUpload finished;
        private boolean closed;

        Writer(Started started) {
            this.started = started;
            this.resumed = false;
            this.parts = new ArrayList<>();
        }

        Writer(Started started, PendingUpload left) {
            this.started = started;
            this.resumed = true;
            this.parts = new ArrayList<>(left.parts());
            this.stored = left.size();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed || finished != null) {
                throw new IOException(
                        "Cannot write to %s: its upload has ended.".formatted(started.location()));
            }
            var left = length;
            while (left > 0) {
                var count = Math.min(left, partSize - part.size());
                part.write(bytes, offset + length - left, count);
                left -= count;
                if (part.size() == partSize) {
                    storePart();
                }
            }
        }

        private void storePart() {
            synchronized (MemoryObjectStore.this) {
                var content = part.toByteArray();
                var number = parts.size() + 1;
                var etag = "p" + Arrays.hashCode(content);
                parts.add(new PendingUpload.Part(number, etag));
                started.parts().put(number, new StoredPart(etag, content));
                if (!resumed || uploads.containsKey(started.id())) {
                    uploads.put(started.id(), started);
                }
                stored += content.length;
                part.reset();
            }
        }

        @Override
        public long written() {
            return stored + part.size();
        }

        @Override
        public long stored() {
            return stored;
        }

        @Override
        public Optional<PendingUpload> leave(Duration most) {
            var full = parts.subList(0, parts.size() - (finished == null ? 0 : 1));
            if (full.isEmpty()) {
                close();
                return Optional.empty();
            }
            closed = true;
            return Optional.of(
                    new PendingUpload(
                            started.location(), started.id(), full, (long) full.size() * partSize));
        }

        @Override
        public PendingUpload finish() {
            if (finished == null) {
                if (part.size() > 0 || parts.isEmpty()) {
                    storePart();
                }
                finished = pending();
            }
            return finished;
        }

        private PendingUpload pending() {
            return new PendingUpload(started.location(), started.id(), parts, stored);
        }

        @Override
        public void close() {
            if (!closed && finished == null && !resumed) {
                synchronized (MemoryObjectStore.this) {
                    uploads.remove(started.id());
                }
            }
            closed = true;
        }
    }
}
