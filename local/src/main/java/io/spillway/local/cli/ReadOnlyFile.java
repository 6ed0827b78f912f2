package io.spillway.local.cli;

import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that holds one file as its only object and takes nothing. */
final class ReadOnlyFile implements ObjectStore {

    private final Path file;
    private final ObjectVersion object;

    /**
     * @param location under which the file is seen
     */
    ReadOnlyFile(Path file, ObjectLocation location) throws IOException {
        this.file = file;
        this.object = new ObjectVersion(location, Optional.empty(), "file", Files.size(file));
    }

    ObjectVersion object() {
        return object;
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) throws IOException {
        return location.equals(object.location()) ? Optional.of(facts()) : Optional.empty();
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) throws IOException {
        return version.equals(object) ? Optional.of(facts()) : Optional.empty();
    }

    private ObjectFacts facts() throws IOException {
        return new ObjectFacts(
                object, Optional.empty(), Map.of(), Files.getLastModifiedTime(file).toInstant());
    }

    /** Of ranges as routing reads them, a few MiB at most: each is read at once. */
    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        try (var channel = Files.newByteChannel(file).position(offset)) {
            var bytes = (int) Math.min(length, Integer.MAX_VALUE - 8);
            return new ByteArrayInputStream(Channels.newInputStream(channel).readNBytes(bytes));
        }
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) throws IOException {
        return location.equals(object.location())
                ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after) {
        return Stream.of(object.location())
                .filter(location -> location.bucket().equals(bucket))
                .filter(
                        location ->
                                location.key().startsWith(prefix)
                                        && location.key().compareTo(after) > 0);
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        var modified = Files.getLastModifiedTime(file).toInstant();
        return new VersionPage(
                list(bucket, prefix, "")
                        .map(_ -> new VersionPage.Listed(object, modified))
                        .toList(),
                Optional.empty());
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
            throws IOException {
        throw readOnly(location);
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata)
            throws IOException {
        throw readOnly(location);
    }

    @Override
    public UploadWriter resumeUpload(PendingUpload left) throws IOException {
        throw readOnly(left.location());
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws IOException {
        throw readOnly(upload.location());
    }

    @Override
    public void abort(PendingUpload upload) throws IOException {
        throw readOnly(upload.location());
    }

    private StoreException.Permanent readOnly(ObjectLocation location) {
        return new StoreException.Permanent(
                "Cannot write %s: %s is only looked at.".formatted(location, file), null);
    }
}
