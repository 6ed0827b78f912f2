package io.spillway.local.s3;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/** The object that a copy reads; it stays readable until this is closed. */
final class CopySource implements AutoCloseable {

    private static final String HEADER = "x-amz-copy-source";
    private static final String PREFIX = HEADER + "-";
    private static final String VERSION = "?versionId=";

    private final String bucket;
    private final String key;
    private final boolean pinnedVersion;
    private final boolean versioned;
    private final Version.Stored object;
    private final BlobStore.Pin pin;

    /** Call it under the lock of the state. */
    private CopySource(
            Bucket bucket,
            String key,
            Optional<String> versionId,
            S3Request request,
            BlobStore blobs) {
        this.bucket = bucket.name();
        this.key = key;
        this.pinnedVersion = versionId.isPresent();
        this.versioned = bucket.versioning() != Versioning.OFF;
        this.object = ObjectReads.find(bucket, key, versionId);
        if (Conditions.checkRead(request, PREFIX, object) == Conditions.Read.NOT_MODIFIED) {
            throw S3Error.preconditionFailed(PREFIX + "If-None-Match");
        }
        this.pin = blobs.pin(object.content());
    }

    /**
     * Finds what {@code x-amz-copy-source} names: {@code bucket/key?versionId=id}, URL-encoded.
     *
     * @throws S3Error if it is malformed or missing, or the conditions on it don't hold
     */
    static CopySource open(S3Request request, S3State state, BlobStore blobs) {
        var header = request.header(HEADER).orElseThrow();
        int question = header.lastIndexOf(VERSION);
        var path = Keys.urlDecode(question < 0 ? header : header.substring(0, question), false);
        var versionId =
                question < 0
                        ? Optional.<String>empty()
                        : Optional.of(header.substring(question + VERSION.length()));
        var location = path.startsWith("/") ? path.substring(1) : path;
        int slash = location.indexOf('/');
        if (slash < 1 || slash == location.length() - 1) {
            throw S3Error.invalidArgument(
                    "Invalid copy source object key: \"%s\". Expected bucket/key.".formatted(path));
        }
        synchronized (state) {
            var bucket = state.bucket(location.substring(0, slash));
            return new CopySource(bucket, location.substring(slash + 1), versionId, request, blobs);
        }
    }

    Version.Stored object() {
        return object;
    }

    /**
     * Whether the copy would change nothing. An old version, named, may be copied over a new one.
     */
    boolean isSameAs(S3Request target) {
        return !pinnedVersion && bucket.equals(target.bucket()) && key.equals(target.key());
    }

    Optional<String> versionHeader() {
        return versioned ? Optional.of(object.id()) : Optional.empty();
    }

    /** The digest of the whole source or a range of it, which is read unless it is known. */
    RequestBody.Digest digest(Content content, ChecksumAlgorithm algorithm, BlobStore blobs)
            throws IOException {
        var known = object.checksum();
        if (content.equals(object.content())
                && object.partSizes().isEmpty()
                && known.algorithm() == algorithm) {
            return new RequestBody.Digest(
                    object.size(), HexFormat.of().parseHex(object.etag()), known);
        }
        return blobs.digest(content, algorithm);
    }

    @Override
    public void close() {
        pin.close();
    }
}
