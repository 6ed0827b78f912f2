package io.spillway.local.s3;

import io.spillway.local.journal.Journal;
import io.spillway.local.s3.Change.BucketCreated;
import io.spillway.local.s3.Change.BucketDeleted;
import io.spillway.local.s3.Change.BucketTagged;
import io.spillway.local.s3.Change.Delivered;
import io.spillway.local.s3.Change.NotificationsChanged;
import io.spillway.local.s3.Change.PartStored;
import io.spillway.local.s3.Change.Reached;
import io.spillway.local.s3.Change.UploadAborted;
import io.spillway.local.s3.Change.UploadStarted;
import io.spillway.local.s3.Change.VersionAdded;
import io.spillway.local.s3.Change.VersionRemoved;
import io.spillway.local.s3.Change.VersionTagged;
import io.spillway.local.s3.Change.VersioningChanged;
import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All buckets, and the notifications that are still to be delivered.
 *
 * <p>This object is the one lock of the stand-in. Whoever decides on what he sees, as a conditional
 * write does, looks and {@link #commit}s within one {@code synchronized} block; nobody moves bytes
 * in there.
 */
final class S3State implements Journal.Journaled {

    /** Tells whether a key was deleted since. Closed, it stops watching. */
    final class Watch implements AutoCloseable {
        private final String bucket;
        private final String key;
        private boolean disturbed;

        private Watch(String bucket, String key) {
            this.bucket = bucket;
            this.key = key;
        }

        boolean isDisturbed() {
            synchronized (S3State.this) {
                return disturbed;
            }
        }

        @Override
        public void close() {
            synchronized (S3State.this) {
                watches.remove(this);
            }
        }
    }

    private final Journal journal;
    private final BlobStore blobs;
    private final Sequence sequence;
    private final Map<String, Bucket> buckets = new TreeMap<>();
    private final Map<Long, Notification> pending = new LinkedHashMap<>();
    private final Set<Watch> watches = new HashSet<>();
    private Consumer<Notification> outbox = _ -> {};

    S3State(Journal journal, BlobStore blobs, Sequence sequence) {
        this.journal = journal;
        this.blobs = blobs;
        this.sequence = sequence;
    }

    @Override
    public String journalName() {
        return "s3";
    }

    /**
     * @throws S3Error if there is none
     */
    synchronized Bucket bucket(String name) {
        return findBucket(name).orElseThrow(() -> S3Error.noSuchBucket(name));
    }

    synchronized Optional<Bucket> findBucket(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    /** By name. */
    synchronized List<Bucket> buckets() {
        return List.copyOf(buckets.values());
    }

    synchronized boolean hasPendingNotifications() {
        return !pending.isEmpty();
    }

    /** From now on notifications go to {@code outbox}, beginning with those that are pending. */
    synchronized void sendNotificationsTo(Consumer<Notification> newOutbox) {
        outbox = newOutbox;
        pending.values().forEach(outbox);
    }

    synchronized Watch watch(String bucket, String key) {
        var watch = new Watch(bucket, key);
        watches.add(watch);
        return watch;
    }

    /** Journals a change and lets it take effect; its notifications go out. */
    synchronized void commit(Change change) {
        journal.append(this, ChangeJson.write(change));
        take(change);
        change.notifications().forEach(outbox);
    }

    @Override
    public synchronized void apply(JsonObject change) {
        take(ChangeJson.read(change));
    }

    private void take(Change change) {
        switch (change) {
            case BucketCreated(var bucket, var region, var at) ->
                    buckets.put(bucket, new Bucket(bucket, region, at));
            case BucketDeleted(var bucket) -> delete(buckets.remove(bucket));
            case VersioningChanged(var bucket, var versioning) ->
                    bucket(bucket).setVersioning(versioning);
            case NotificationsChanged(var bucket, var configuration) ->
                    bucket(bucket).setNotifications(configuration);
            case BucketTagged(var bucket, var tags) -> bucket(bucket).setTags(tags);
            case VersionAdded added -> add(added);
            case VersionRemoved(var bucket, var key, var versionId, var _) -> {
                bucket(bucket).remove(key, versionId).ifPresent(this::release);
                disturb(bucket, key);
            }
            case VersionTagged(var bucket, var key, var versionId, var tags) ->
                    bucket(bucket).setTags(key, versionId, tags);
            case UploadStarted(var bucket, var upload) -> {
                sequence.passed(upload.sequence());
                bucket(bucket).add(upload);
            }
            case PartStored(var bucket, var uploadId, var part) -> {
                blobs.retain(part.content());
                bucket(bucket)
                        .add(uploadId, part)
                        .ifPresent(replaced -> blobs.release(replaced.content()));
            }
            case UploadAborted(var bucket, var uploadId) ->
                    bucket(bucket).removeUpload(uploadId).ifPresent(this::release);
            case Delivered(var notification) -> pending.remove(notification);
            case Reached(var reached, var _) -> sequence.passed(reached);
        }
        for (var notification : change.notifications()) {
            sequence.passed(notification.id());
            pending.put(notification.id(), notification);
        }
    }

    private void add(VersionAdded added) {
        var bucket = bucket(added.bucket());
        sequence.passed(added.version().sequence());
        switch (added.version()) {
            case Version.Stored stored -> blobs.retain(stored.content());
            case Version.DeleteMarker _ -> disturb(added.bucket(), added.key());
        }
        bucket.add(added.key(), added.version()).ifPresent(this::release);
        added.uploadId().flatMap(bucket::removeUpload).ifPresent(this::release);
    }

    private void delete(Bucket bucket) {
        bucket.uploads().values().forEach(this::release);
    }

    private void release(Version version) {
        switch (version) {
            case Version.Stored stored -> blobs.release(stored.content());
            case Version.DeleteMarker _ -> {}
        }
    }

    private void release(Bucket.UploadInProgress upload) {
        upload.parts().values().forEach(part -> blobs.release(part.content()));
    }

    private void disturb(String bucket, String key) {
        for (var watch : watches) {
            if (watch.bucket.equals(bucket) && watch.key.equals(key)) {
                watch.disturbed = true;
            }
        }
    }

    @Override
    public synchronized Stream<JsonObject> snapshot() {
        Stream<Change> reached =
                Stream.of(new Reached(sequence.next(), List.copyOf(pending.values())));
        return Stream.concat(
                        reached,
                        buckets.values().stream()
                                .flatMap(
                                        bucket ->
                                                Stream.of(settings(bucket), contents(bucket))
                                                        .flatMap(Collection::stream)))
                .map(ChangeJson::write);
    }

    private static List<Change> settings(Bucket bucket) {
        return List.of(
                new BucketCreated(bucket.name(), bucket.region(), bucket.created()),
                new VersioningChanged(bucket.name(), bucket.versioning()),
                new NotificationsChanged(bucket.name(), bucket.notifications()),
                new BucketTagged(bucket.name(), bucket.tags()));
    }

    private static List<Change> contents(Bucket bucket) {
        var changes = new ArrayList<Change>();
        bucket.keys()
                .forEach(
                        (key, versions) -> {
                            for (var version : versions) {
                                changes.add(
                                        new VersionAdded(
                                                bucket.name(),
                                                key,
                                                version,
                                                Optional.empty(),
                                                Collections.emptyList()));
                            }
                        });
        for (var upload : bucket.uploads().values()) {
            changes.add(new UploadStarted(bucket.name(), upload.upload()));
            for (var part : upload.parts().values()) {
                changes.add(new PartStored(bucket.name(), upload.upload().id(), part));
            }
        }
        return changes;
    }
}
