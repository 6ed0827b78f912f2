package io.spillway.pipeline.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Buckets of immutable objects under keys, as Amazon S3 defines them.
 *
 * <p>A key isn't a path: {@code a} and {@code a/b} can both exist, and any UTF-8 text of 1 to 1,024
 * bytes is a key. A write is seen by every read that starts after it. Safe for use by many threads.
 *
 * <p>Every method may throw {@link IOException}: {@link StoreException.Transient} if another try
 * may help (a throttled call, a lost connection), {@link StoreException.Permanent} if it will not.
 * A lost answer may hide a write that took effect; {@link #putIfAbsent} and {@link #complete} can
 * therefore be repeated safely.
 *
 * <p>Deliberately missing: delete, copy, rename, unconditional put. Nothing Spillway does needs
 * them.
 */
public interface ObjectStore {

    /** What is known of the object's current version; empty if there is none. */
    Optional<ObjectFacts> head(ObjectLocation location) throws IOException;

    /** What is known of one version; empty if it is gone. */
    Optional<ObjectFacts> head(ObjectVersion version) throws IOException;

    /**
     * {@link #head(ObjectLocation)} together with the first bytes of the same version.
     *
     * @param most of the bytes, 1 to 4 MiB
     */
    default Optional<ObjectStart> start(ObjectLocation location, int most) throws IOException {
        try {
            return startOf(head(location), most);
        } catch (ObjectGone e) {
            return Optional.empty();
        }
    }

    /**
     * {@link #head(ObjectVersion)} together with the first bytes.
     *
     * @param most of the bytes, 1 to 4 MiB
     */
    default Optional<ObjectStart> start(ObjectVersion version, int most) throws IOException {
        try {
            return startOf(head(version), most);
        } catch (ObjectGone e) {
            return Optional.empty();
        }
    }

    private Optional<ObjectStart> startOf(Optional<ObjectFacts> facts, int most)
            throws IOException {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        try (var stream = read(facts.get().version(), 0, most)) {
            return Optional.of(new ObjectStart(facts.get(), stream.readAllBytes()));
        }
    }

    /**
     * Opens one version's bytes from {@code offset}, at most {@code length} of them.
     *
     * @param offset in bytes, 0 to the object's size; at the size the stream is empty
     * @param length in bytes, 0 or more; reaching past the end is not an error
     * @return a stream that the caller closes; closing early doesn't read the rest
     * @throws ObjectGone if this version no longer exists or, unversioned, was overwritten
     */
    InputStream read(ObjectVersion version, long offset, long length) throws IOException;

    /**
     * Creates a small object unless its key is taken. Of concurrent calls exactly one creates.
     *
     * @param content at most 5 MiB
     * @return whether this call created it. After a lost answer a repeated call may say false
     *     although the first created it: compare the content
     */
    boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
            throws IOException;

    /** The whole of a small object's current version; empty if there is none. */
    Optional<byte[]> get(ObjectLocation location) throws IOException;

    /**
     * Starts an object that stays invisible until {@link #complete}.
     *
     * @param metadata user metadata the object will carry; ASCII
     */
    UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata)
            throws IOException;

    /**
     * Goes on with an upload that another writer left. What both were given must be the same object
     * byte for byte: two that go on with the same upload at once store the same parts, and where
     * they don't, {@link #complete} finds parts that aren't those it was given.
     *
     * @param left by {@link UploadWriter#leave}
     * @return a writer of what comes behind the {@code left.size()} bytes stored. Closed without
     *     being finished it lets the upload be, since others may know of it
     */
    UploadWriter resumeUpload(PendingUpload left) throws IOException;

    /**
     * Makes an upload visible under its key, replacing what was there.
     *
     * @return the version that is now visible
     * @throws UploadGone if the upload was completed or aborted before, or a part was replaced
     */
    ObjectVersion complete(PendingUpload upload) throws IOException;

    /** Discards an upload and its parts. Does nothing if it was completed or aborted before. */
    void abort(PendingUpload upload) throws IOException;

    /**
     * The keys that start with {@code prefix} and sort after {@code after}, in UTF-8 order, fetched
     * page by page as they are consumed.
     *
     * @param after exclusive; an empty text for all
     * @return a stream that throws {@link java.io.UncheckedIOException} where a page can't be had
     */
    Stream<ObjectLocation> list(String bucket, String prefix, String after) throws IOException;

    /**
     * The versions of the objects whose keys start with {@code prefix}, some at a time: by key in
     * UTF-8 order, of each the newest first. What was deleted, but for its versions, isn't listed.
     *
     * @param after where the part before ended; empty for the first
     */
    VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException;
}
