package io.spillway.local.simulation;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The object store as one host sees it. */
final class StruckStore implements ObjectStore {

    private static final String SERVICE = "s3";

    private final World world;
    private final Machine machine;
    private final Seams seams;
    private boolean claimed;

    StruckStore(World world, Machine machine, Seams seams) {
        this.world = world;
        this.machine = machine;
        this.seams = seams;
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) throws IOException {
        return seams.read(SERVICE, "head " + location, () -> world.store().head(location));
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) throws IOException {
        return seams.read(SERVICE, "head " + version.location(), () -> world.store().head(version));
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        var content =
                seams.read(
                        SERVICE,
                        "read " + version.location(),
                        () -> world.store().read(version, offset, length));
        return offset == 0 && length == version.size() && claimed
                ? new SlowStream(content, length / 2, slowness(), machine)
                : content;
    }

    /** A host that has claimed a work item reads for its stage. */
    private Duration slowness() {
        var slowness = world.scenario().slowness();
        return machine.isContainer() ? slowness.inJob() : slowness.inFunction();
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
            throws IOException {
        claimed |= location.key().startsWith(Places.LEDGER_PREFIX);
        return seams.write(
                SERVICE,
                new Put(location, content),
                () -> world.store().putIfAbsent(location, content, contentType));
    }

    /** What is put, said only when somebody asks. */
    private record Put(ObjectLocation location, byte[] content) {
        @Override
        public String toString() {
            if (!location.key().startsWith(Places.LEDGER_PREFIX)) {
                return "put " + location;
            }
            var entry = Entry.fromJson(Json.readObject(content));
            return "append entry %d of %s %s: %s"
                    .formatted(
                            entry.number(),
                            entry.item().phase(),
                            entry.item().name(),
                            entry.state().word());
        }
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) throws IOException {
        return seams.read(SERVICE, "get " + location, () -> world.store().get(location));
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata)
            throws IOException {
        var writer = world.store().startUpload(location, contentType, metadata);
        return new StruckWriter(location, writer);
    }

    @Override
    public UploadWriter resumeUpload(PendingUpload left) throws IOException {
        world.uploaded(left.uploadId(), machine);
        return new StruckWriter(left.location(), world.store().resumeUpload(left));
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws IOException {
        return seams.write(
                SERVICE, "complete " + upload.location(), () -> world.store().complete(upload));
    }

    @Override
    public void abort(PendingUpload upload) throws IOException {
        seams.write(
                SERVICE,
                "abort " + upload.location(),
                () -> {
                    world.store().abort(upload);
                    return null;
                });
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after)
            throws IOException {
        return seams.read(
                SERVICE, "list " + prefix, () -> world.store().list(bucket, prefix, after));
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        return seams.read(
                SERVICE,
                "list versions of " + bucket,
                () -> world.store().versions(bucket, prefix, after));
    }

    /** Nothing is stored before a part is full: starting an upload has no effect of its own. */
    private final class StruckWriter extends UploadWriter {
        private final ObjectLocation location;
        private final UploadWriter writer;

        StruckWriter(ObjectLocation location, UploadWriter writer) {
            this.location = location;
            this.writer = writer;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var from = offset;
            var left = length;
            while (left > 0) {
                var room = World.PART - (int) (writer.written() % World.PART);
                if (left < room) {
                    writer.write(bytes, from, left);
                    return;
                }
                fillPart(bytes, from, room);
                from += room;
                left -= room;
            }
        }

        private void fillPart(byte[] bytes, int offset, int length) throws IOException {
            seams.write(
                    SERVICE,
                    "upload a part of " + location,
                    () -> {
                        var before = world.store().openUploads();
                        writer.write(bytes, offset, length);
                        world.store().openUploads().stream()
                                .filter(upload -> !before.contains(upload))
                                .forEach(upload -> world.uploaded(upload, machine));
                        return null;
                    });
        }

        @Override
        public long stored() {
            return writer.stored();
        }

        @Override
        public Optional<PendingUpload> leave(Duration most) throws IOException {
            return writer.leave(most);
        }

        @Override
        public long written() {
            return writer.written();
        }

        @Override
        public PendingUpload finish() throws IOException {
            return seams.write(
                    SERVICE,
                    "upload " + location,
                    () -> {
                        var upload = writer.finish();
                        world.uploaded(upload.uploadId(), machine);
                        return upload;
                    });
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
