package io.spillway.pipeline.memory;

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
import java.util.stream.Stream;

/** A store that is another one but for what a subclass changes. */
public abstract class ForwardingStore implements ObjectStore {

    private final ObjectStore store;

    protected ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) throws IOException {
        return store.head(location);
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) throws IOException {
        return store.head(version);
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        return store.read(version, offset, length);
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
            throws IOException {
        return store.putIfAbsent(location, content, contentType);
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) throws IOException {
        return store.get(location);
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata)
            throws IOException {
        return store.startUpload(location, contentType, metadata);
    }

    @Override
    public UploadWriter resumeUpload(PendingUpload left) throws IOException {
        return store.resumeUpload(left);
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws IOException {
        return store.complete(upload);
    }

    @Override
    public void abort(PendingUpload upload) throws IOException {
        store.abort(upload);
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after)
            throws IOException {
        return store.list(bucket, prefix, after);
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        return store.versions(bucket, prefix, after);
    }
}
