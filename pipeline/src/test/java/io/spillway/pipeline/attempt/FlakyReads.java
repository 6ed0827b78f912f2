package io.spillway.pipeline.attempt;

import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store whose reads give little at once and break off: the first request of every range after
 * {@code breakAfter} bytes. Tells how many were under way at once.
 */
final class FlakyReads implements ObjectStore {

    private final MemoryObjectStore store;
    private final int breakAfter;
    private final Set<Long> broken = new HashSet<>();
    private int open;
    private int mostOpen;
    private int requests;

    FlakyReads(MemoryObjectStore store, int breakAfter) {
        this.store = store;
        this.breakAfter = breakAfter;
    }

    synchronized int open() {
        return open;
    }

    synchronized int mostOpen() {
        return mostOpen;
    }

    synchronized int requests() {
        return requests;
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        var bytes = store.read(version, offset, length);
        synchronized (this) {
            open++;
            requests++;
            mostOpen = Math.max(mostOpen, open);
            return new Body(bytes, broken.add(offset) ? breakAfter : Integer.MAX_VALUE);
        }
    }

    private final class Body extends FilterInputStream {

        private int left;
        private boolean closed;

        Body(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                throw new StoreException.Transient("The connection broke.", null);
            }
            var count = in.read(target, offset, Math.min(length, Math.min(left, 1000)));
            left -= Math.max(0, count);
            Thread.yield();
            return count;
        }

        @Override
        public void close() {
            synchronized (FlakyReads.this) {
                open -= closed ? 0 : 1;
                closed = true;
            }
        }
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) {
        return store.head(location);
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) {
        return store.head(version);
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType) {
        return store.putIfAbsent(location, content, contentType);
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) {
        return store.get(location);
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata) {
        return store.startUpload(location, contentType, metadata);
    }

    @Override
    public UploadWriter resumeUpload(PendingUpload left) {
        return store.resumeUpload(left);
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws IOException {
        return store.complete(upload);
    }

    @Override
    public void abort(PendingUpload upload) {
        store.abort(upload);
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after) {
        return store.list(bucket, prefix, after);
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        return store.versions(bucket, prefix, after);
    }
}
