package io.spillway.local.scale;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadGone;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A store whose uploads are made up when they are read, which remembers the ledger's recent entries
 * and small objects, and of outputs only that they were written.
 */
final class MadeUpStore implements ObjectStore {

    static final Places PLACES = new Places("out", "work");

    /** Outputs that somebody may still ask about: who was a step behind in completing them. */
    private static final int OUTPUTS = 20_000;

    private final Uploads uploads;
    private final RecentLedger ledger;
    private final Violations violations;
    private final int mostManifests;
    private final Map<ObjectLocation, byte[]> small = new ConcurrentHashMap<>();
    private final Queue<ObjectLocation> manifests = new ConcurrentLinkedQueue<>();
    private final Map<ObjectLocation, ObjectFacts> outputFacts =
            Collections.synchronizedMap(new Latest<>(OUTPUTS));
    private final Map<String, ObjectFacts> openUploads = new ConcurrentHashMap<>();
    private final AtomicLong counter = new AtomicLong();
    private final AtomicLong outputs = new AtomicLong();

    /**
     * @param mostManifests of jobs to remember, the latest ones
     */
    MadeUpStore(Uploads uploads, RecentLedger ledger, Violations violations, int mostManifests) {
        this.uploads = uploads;
        this.ledger = ledger;
        this.violations = violations;
        this.mostManifests = mostManifests;
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) {
        if (location.bucket().equals(PLACES.outputBucket())) {
            return Optional.ofNullable(outputFacts.get(location));
        }
        return upload(location)
                .filter(upload -> upload.kind() != Upload.Kind.DELETED)
                .map(
                        upload ->
                                new ObjectFacts(
                                        new ObjectVersion(
                                                location,
                                                upload.versionId(),
                                                upload.etag(),
                                                upload.size()),
                                        Optional.empty(),
                                        Map.of(),
                                        Instant.EPOCH));
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) {
        return head(version.location())
                .filter(there -> there.version().versionId().equals(version.versionId()));
    }

    private Optional<Upload> upload(ObjectLocation location) {
        if (!location.bucket().equals(Upload.BUCKET)) {
            return Optional.empty();
        }
        var upload = uploads.under(location.key());
        if (upload.isEmpty()) {
            violations.add("Somebody asked for %s, which nobody put.".formatted(location));
        }
        return upload;
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) {
        var upload = upload(version.location()).orElseThrow();
        return new MadeUpBytes(
                uploads, upload, offset, offset + Math.min(length, upload.size() - offset));
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType) {
        if (location.key().startsWith(Places.LEDGER_PREFIX)) {
            return ledger.add(itemId(location), name(location), content);
        }
        if (small.putIfAbsent(location, content) != null) {
            return false;
        }
        manifests.add(location);
        if (manifests.size() > mostManifests) {
            small.remove(manifests.remove());
        }
        return true;
    }

    /** Puts a small object that is remembered. */
    ObjectLocation remember(ObjectLocation location, byte[] content) {
        small.put(location, content);
        return location;
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) {
        if (location.key().startsWith(Places.LEDGER_PREFIX)) {
            return ledger.get(itemId(location), name(location));
        }
        return Optional.ofNullable(small.get(location));
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after) {
        var itemId = itemId(new ObjectLocation(bucket, prefix));
        return ledger.names(itemId).stream().map(name -> new ObjectLocation(bucket, prefix + name));
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after) {
        throw new UnsupportedOperationException("Nobody looks for lost uploads here.");
    }

    private static String itemId(ObjectLocation entry) {
        return entry.key().substring(Places.LEDGER_PREFIX.length(), entry.key().lastIndexOf('/'));
    }

    private static String name(ObjectLocation entry) {
        return entry.key().substring(entry.key().lastIndexOf('/') + 1);
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata) {
        return new CountedBytes(location, contentType, metadata);
    }

    /** Nothing is left here: parts have no content of their own. */
    @Override
    public UploadWriter resumeUpload(PendingUpload left) {
        throw new UnsupportedOperationException(
                "No upload of %s was left.".formatted(left.location()));
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws UploadGone {
        var started = openUploads.remove(upload.uploadId());
        if (started == null) {
            throw new UploadGone(upload, null);
        }
        outputs.incrementAndGet();
        outputFacts.put(upload.location(), started);
        return started.version();
    }

    @Override
    public void abort(PendingUpload upload) {
        openUploads.remove(upload.uploadId());
    }

    /** Uploads that were completed. */
    long outputs() {
        return outputs.get();
    }

    /** Uploads that were neither completed nor aborted. */
    int openUploads() {
        return openUploads.size();
    }

    /** Counts what is written and forgets it. */
    private final class CountedBytes extends UploadWriter {
        private final ObjectLocation location;
        private final String contentType;
        private final Map<String, String> metadata;
        private long written;
        private PendingUpload finished;

        CountedBytes(ObjectLocation location, String contentType, Map<String, String> metadata) {
            this.location = location;
            this.contentType = contentType;
            this.metadata = metadata;
        }

        @Override
        public void write(int b) {
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written += length;
        }

        @Override
        public long written() {
            return written;
        }

        @Override
        public long stored() {
            return 0;
        }

        @Override
        public Optional<PendingUpload> leave(Duration most) {
            return Optional.empty();
        }

        @Override
        public PendingUpload finish() {
            if (finished == null) {
                var id = "u" + counter.incrementAndGet();
                var version = new ObjectVersion(location, Optional.of(id), "e", written);
                openUploads.put(
                        id,
                        new ObjectFacts(
                                version, Optional.of(contentType), metadata, Instant.EPOCH));
                finished =
                        new PendingUpload(
                                location, id, List.of(new PendingUpload.Part(1, "p")), written);
            }
            return finished;
        }

        @Override
        public void close() {}
    }
}
