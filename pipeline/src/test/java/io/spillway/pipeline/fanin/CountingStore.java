package io.spillway.pipeline.fanin;

import io.spillway.pipeline.memory.ForwardingStore;
import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts requests as S3 would bill them, and fails all after a number of them. */
final class CountingStore extends ForwardingStore {

    private static final int KEYS_PER_PAGE = 1_000;

    private final Map<String, Long> counts = new TreeMap<>();
    private long left = Long.MAX_VALUE;

    CountingStore(ObjectStore store) {
        super(store);
    }

    /** The host dies after so many more requests, and stays dead until this is called again. */
    synchronized void crashAfter(long requests) {
        left = requests;
    }

    synchronized long requests() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized String counts() {
        return counts.toString();
    }

    private synchronized void count(String kind) throws IOException {
        if (left-- <= 0) {
            throw new IOException("The host died.");
        }
        counts.merge(kind, 1L, Long::sum);
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) throws IOException {
        count("head");
        return super.head(location);
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) throws IOException {
        count("head");
        return super.head(version);
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        count("get");
        return super.read(version, offset, length);
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
            throws IOException {
        count("put");
        return super.putIfAbsent(location, content, contentType);
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) throws IOException {
        count("get");
        return super.get(location);
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata)
            throws IOException {
        count("put");
        return super.startUpload(location, contentType, metadata);
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws IOException {
        count("put");
        return super.complete(upload);
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after)
            throws IOException {
        var keys = super.list(bucket, prefix, after).toList();
        for (int page = 0; page <= Math.max(0, keys.size() - 1) / KEYS_PER_PAGE; page++) {
            count("list");
        }
        return keys.stream();
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        count("list");
        return super.versions(bucket, prefix, after);
    }
}
