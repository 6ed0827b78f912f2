package io.spillway.local.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The state of one bucket. Guarded by the lock of {@link S3State}. */
final class Bucket {

    /** An upload and its parts by number. */
    record UploadInProgress(Upload upload, TreeMap<Integer, Part> parts) {}

    private final String name;
    private final String region;
    private final Instant created;
    private final TreeMap<String, List<Version>> keys = new TreeMap<>(Keys.UTF8_ORDER);
    private final Map<String, UploadInProgress> uploads = new HashMap<>();
    private Versioning versioning = Versioning.OFF;
    private NotificationConfiguration notifications = NotificationConfiguration.NONE;
    private Map<String, String> tags = Map.of();

    Bucket(String name, String region, Instant created) {
        this.name = name;
        this.region = region;
        this.created = created;
    }

    String name() {
        return name;
    }

    String region() {
        return region;
    }

    Instant created() {
        return created;
    }

    Versioning versioning() {
        return versioning;
    }

    void setVersioning(Versioning versioning) {
        this.versioning = versioning;
    }

    NotificationConfiguration notifications() {
        return notifications;
    }

    void setNotifications(NotificationConfiguration notifications) {
        this.notifications = notifications;
    }

    Map<String, String> tags() {
        return tags;
    }

    void setTags(Map<String, String> tags) {
        this.tags = TextMap.copy(tags);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Each key's versions, the oldest first, in the order of listings. */
    NavigableMap<String, List<Version>> keys() {
        return Collections.unmodifiableNavigableMap(keys);
    }

    Optional<Version> current(String key) {
        return Optional.ofNullable(keys.get(key)).map(List::getLast);
    }

    /** The current version, unless it is a delete marker. */
    Optional<Version.Stored> currentObject(String key) {
        return current(key)
                .flatMap(
                        version ->
                                switch (version) {
                                    case Version.Stored stored -> Optional.of(stored);
                                    case Version.DeleteMarker _ -> Optional.empty();
                                });
    }

    Optional<Version> version(String key, String versionId) {
        return keys.getOrDefault(key, List.of()).stream()
                .filter(version -> version.id().equals(versionId))
                .findFirst();
    }

    /**
     * Makes a version current. It takes the place of the one with the same id.
     *
     * @return the one that had its id
     */
    Optional<Version> add(String key, Version version) {
        var replaced = remove(key, version.id());
        keys.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(version);
        return replaced;
    }

    Optional<Version> remove(String key, String versionId) {
        var removed = version(key, versionId);
        removed.ifPresent(
                version -> {
                    var versions = keys.get(key);
                    versions.remove(version);
                    if (versions.isEmpty()) {
                        keys.remove(key);
                    }
                });
        return removed;
    }

    /** Changes a version in its place. */
    void setTags(String key, String versionId, Map<String, String> objectTags) {
        keys.get(key)
                .replaceAll(
                        version ->
                                version instanceof Version.Stored stored
                                                && stored.id().equals(versionId)
                                        ? stored.withTags(objectTags)
                                        : version);
    }

    Map<String, UploadInProgress> uploads() {
        return Collections.unmodifiableMap(uploads);
    }

    void add(Upload upload) {
        uploads.put(upload.id(), new UploadInProgress(upload, new TreeMap<>()));
    }

    /** Stores a part, and returns the one of the same number before it. */
    Optional<Part> add(String uploadId, Part part) {
        return Optional.ofNullable(uploads.get(uploadId).parts().put(part.number(), part));
    }

    Optional<UploadInProgress> removeUpload(String uploadId) {
        return Optional.ofNullable(uploads.remove(uploadId));
    }
}
