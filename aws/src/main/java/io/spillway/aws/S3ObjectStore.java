package io.spillway.aws;

import static io.spillway.aws.S3Errors.CONFLICT;
import static io.spillway.aws.S3Errors.NOT_FOUND;
import static io.spillway.aws.S3Errors.PRECONDITION_FAILED;
import static io.spillway.aws.S3Errors.RANGE_NOT_SATISFIABLE;

import io.spillway.pipeline.store.ObjectFacts;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStart;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.store.UploadGone;
import io.spillway.pipeline.store.UploadWriter;
import io.spillway.pipeline.store.VersionPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Amazon S3. Held to the same contract test as its twin in memory. */
public final class S3ObjectStore implements ObjectStore {

    /** Tries of a write that met another one at the same moment, which S3 answers with 409. */
    private static final int CONFLICT_TRIES = 8;

    private final S3Client s3;
    private final PartUploads parts;

    /** A store that sends one part of an upload after the other. */
    public S3ObjectStore(S3Client s3) {
        this(s3, TransferMemory.NONE);
    }

    /**
     * A store that sends parts of uploads in the background.
     *
     * @param memory for the parts of all uploads together
     */
    public S3ObjectStore(S3Client s3, TransferMemory memory) {
        this.s3 = s3;
        this.parts = new PartUploads(memory);
    }

    @Override
    public Optional<ObjectFacts> head(ObjectLocation location) throws IOException {
        return head(
                location,
                HeadObjectRequest.builder().bucket(location.bucket()).key(location.key()).build());
    }

    @Override
    public Optional<ObjectFacts> head(ObjectVersion version) throws IOException {
        var request = HeadObjectRequest.builder().bucket(version.bucket()).key(version.key());
        version.versionId()
                .ifPresentOrElse(request::versionId, () -> request.ifMatch(version.etag()));
        return head(version.location(), request.build());
    }

    private Optional<ObjectFacts> head(ObjectLocation location, HeadObjectRequest request)
            throws IOException {
        try {
            var answer = s3.headObject(request);
            var version =
                    new ObjectVersion(
                            location,
                            Optional.ofNullable(answer.versionId())
                                    .filter(id -> !id.equals("null")),
                            unquoted(answer.eTag()),
                            answer.contentLength());
            return Optional.of(
                    new ObjectFacts(
                            version,
                            Optional.ofNullable(answer.contentType()),
                            answer.metadata(),
                            answer.lastModified()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND || e.statusCode() == PRECONDITION_FAILED) {
                return Optional.empty();
            }
            throw S3Errors.of("Looking at " + location, e);
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Looking at " + location, e);
        }
    }

    @Override
    public Optional<ObjectStart> start(ObjectLocation location, int most) throws IOException {
        return start(location, startOf(location, most).build());
    }

    @Override
    public Optional<ObjectStart> start(ObjectVersion version, int most) throws IOException {
        var request = startOf(version.location(), most);
        version.versionId()
                .ifPresentOrElse(request::versionId, () -> request.ifMatch(version.etag()));
        return start(version.location(), request.build());
    }

    private static GetObjectRequest.Builder startOf(ObjectLocation location, int most) {
        return GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key())
                .range("bytes=0-" + (most - 1));
    }

    /** One request tells what two would; only of an empty object no range can be had. */
    private Optional<ObjectStart> start(ObjectLocation location, GetObjectRequest request)
            throws IOException {
        try {
            var answer = s3.getObjectAsBytes(request);
            return Optional.of(
                    new ObjectStart(
                            facts(location, answer.response()), answer.asByteArrayUnsafe()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND || e.statusCode() == PRECONDITION_FAILED) {
                return Optional.empty();
            }
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                var head =
                        HeadObjectRequest.builder()
                                .bucket(request.bucket())
                                .key(request.key())
                                .versionId(request.versionId())
                                .ifMatch(request.ifMatch())
                                .build();
                return head(location, head).map(facts -> new ObjectStart(facts, new byte[0]));
            }
            throw S3Errors.of("Looking into " + location, e);
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Looking into " + location, e);
        }
    }

    private static ObjectFacts facts(ObjectLocation location, GetObjectResponse answer) {
        var version =
                new ObjectVersion(
                        location,
                        Optional.ofNullable(answer.versionId()).filter(id -> !id.equals("null")),
                        unquoted(answer.eTag()),
                        wholeSize(answer));
        return new ObjectFacts(
                version,
                Optional.ofNullable(answer.contentType()),
                answer.metadata(),
                answer.lastModified());
    }

    /** A range's own length is not the object's. */
    private static long wholeSize(GetObjectResponse answer) {
        var range = answer.contentRange();
        return range == null
                ? answer.contentLength()
                : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }

    @Override
    public InputStream read(ObjectVersion version, long offset, long length) throws IOException {
        if (offset >= version.size() || length == 0) {
            return InputStream.nullInputStream();
        }
        var last =
                Math.min(
                                version.size(),
                                length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length)
                        - 1;
        var request =
                GetObjectRequest.builder()
                        .bucket(version.bucket())
                        .key(version.key())
                        .range("bytes=" + offset + "-" + last);
        version.versionId()
                .ifPresentOrElse(request::versionId, () -> request.ifMatch(version.etag()));
        try {
            return new S3Body(version, s3.getObject(request.build()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND || e.statusCode() == PRECONDITION_FAILED) {
                throw new ObjectGone(version, e);
            }
            throw S3Errors.of("Reading " + version, e);
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Reading " + version, e);
        }
    }

    @Override
    public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                s3.putObject(
                        put ->
                                put.bucket(location.bucket())
                                        .key(location.key())
                                        .contentType(contentType)
                                        .ifNoneMatch("*"),
                        RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                    return false;
                }
                if (e.statusCode() != CONFLICT || attempt == CONFLICT_TRIES) {
                    throw S3Errors.of("Creating " + location, e);
                }
            } catch (SdkException | UncheckedIOException e) {
                throw S3Errors.of("Creating " + location, e);
            }
        }
    }

    @Override
    public Optional<byte[]> get(ObjectLocation location) throws IOException {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(get -> get.bucket(location.bucket()).key(location.key()))
                            .asByteArrayUnsafe());
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND && !S3Errors.isCode(e, "NoSuchBucket")) {
                return Optional.empty();
            }
            throw S3Errors.of("Reading " + location, e);
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Reading " + location, e);
        }
    }

    @Override
    public UploadWriter startUpload(
            ObjectLocation location, String contentType, Map<String, String> metadata) {
        return new S3UploadWriter(s3, parts, location, contentType, metadata);
    }

    @Override
    public UploadWriter resumeUpload(PendingUpload left) {
        return new S3UploadWriter(s3, parts, left);
    }

    @Override
    public ObjectVersion complete(PendingUpload upload) throws IOException {
        try {
            var answer = s3.completeMultipartUpload(completion(upload));
            return new ObjectVersion(
                    upload.location(),
                    Optional.ofNullable(answer.versionId()).filter(id -> !id.equals("null")),
                    unquoted(answer.eTag()),
                    upload.size());
        } catch (S3Exception e) {
            if (S3Errors.isCode(e, "NoSuchUpload") || S3Errors.isCode(e, "InvalidPart")) {
                throw new UploadGone(upload, e);
            }
            throw S3Errors.of("Completing " + upload.location(), e);
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Completing " + upload.location(), e);
        }
    }

    private static CompleteMultipartUploadRequest completion(PendingUpload upload) {
        var parts =
                upload.parts().stream()
                        .map(
                                part ->
                                        CompletedPart.builder()
                                                .partNumber(part.number())
                                                .eTag(part.etag())
                                                .build())
                        .toList();
        return CompleteMultipartUploadRequest.builder()
                .bucket(upload.location().bucket())
                .key(upload.location().key())
                .uploadId(upload.uploadId())
                .multipartUpload(list -> list.parts(parts))
                .build();
    }

    @Override
    public void abort(PendingUpload upload) throws IOException {
        abort(s3, upload.location(), upload.uploadId());
    }

    static void abort(S3Client s3, ObjectLocation location, String uploadId) throws IOException {
        try {
            s3.abortMultipartUpload(
                    abort ->
                            abort.bucket(location.bucket()).key(location.key()).uploadId(uploadId));
        } catch (S3Exception e) {
            if (e.statusCode() != NOT_FOUND) {
                throw S3Errors.of("Aborting the upload of " + location, e);
            }
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Aborting the upload of " + location, e);
        }
    }

    @Override
    public Stream<ObjectLocation> list(String bucket, String prefix, String after)
            throws IOException {
        var first = page(bucket, prefix, after, null);
        return Stream.iterate(
                        first,
                        page -> page != null,
                        page -> page.isTruncated() ? nextPage(bucket, prefix, page) : null)
                .flatMap(page -> page.contents().stream())
                .map(object -> new ObjectLocation(bucket, object.key()));
    }

    private ListObjectsV2Response nextPage(
            String bucket, String prefix, ListObjectsV2Response page) {
        try {
            return page(bucket, prefix, null, page.nextContinuationToken());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ListObjectsV2Response page(String bucket, String prefix, String after, String token)
            throws IOException {
        try {
            return s3.listObjectsV2(
                    list ->
                            list.bucket(bucket)
                                    .encodingType(EncodingType.URL)
                                    .prefix(prefix)
                                    .startAfter(after)
                                    .continuationToken(token));
        } catch (SdkException | UncheckedIOException e) {
            throw S3Errors.of("Listing s3://" + bucket + "/" + prefix, e);
        }
    }

    @Override
    public VersionPage versions(String bucket, String prefix, Optional<VersionPage.Marker> after)
            throws IOException {
        return new S3Versions(s3).page(bucket, prefix, after);
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    /** Names a failure of the SDK where the transient ones end up: as the subtype that says so. */
    static StoreException.Transient transientFailure(String doing, Exception e) {
        return new StoreException.Transient(doing + " broke off: " + e.getMessage(), e);
    }
}
