package io.spillway.local.s3;

import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Uploads in parts: create, store parts, complete, abort. */
final class MultipartOperations {

    private final S3State state;
    private final BlobStore blobs;
    private final Publisher publisher;
    private final Sequence sequence;
    private final Clock clock;

    MultipartOperations(
            S3State state, BlobStore blobs, Publisher publisher, Sequence sequence, Clock clock) {
        this.state = state;
        this.blobs = blobs;
        this.publisher = publisher;
        this.sequence = sequence;
        this.clock = clock;
    }

    S3Response create(S3Request request) {
        Conditions.refuse(request, "If-Match", "If-None-Match");
        var algorithm = request.header("x-amz-checksum-algorithm").map(ChecksumAlgorithm::of);
        var type = checksumType(request, algorithm);
        var attributes = RequestAttributes.of(request);
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            var number = sequence.next();
            var upload =
                    new Upload(
                            Sequence.opaque("upload", number),
                            number,
                            request.key(),
                            clock.instant(),
                            attributes,
                            algorithm.orElse(ChecksumAlgorithm.CRC64NVME),
                            type,
                            algorithm.isPresent());
            state.commit(new Change.UploadStarted(bucket.name(), upload));
            var xml =
                    Xml.document("InitiateMultipartUploadResult")
                            .add("Bucket", bucket.name())
                            .add("Key", request.key())
                            .add("UploadId", upload.id());
            return S3Response.xml(200, xml)
                    .header("x-amz-checksum-algorithm", algorithm.map(Enum::name))
                    .header("x-amz-checksum-type", algorithm.map(_ -> type.name()));
        }
    }

    /**
     * Source: Amazon S3 User Guide, "Checking object integrity": which algorithm has which type.
     */
    private static Checksum.Type checksumType(
            S3Request request, Optional<ChecksumAlgorithm> algorithm) {
        var linear = algorithm.orElse(ChecksumAlgorithm.CRC64NVME).isLinear();
        var fullOnly = algorithm.orElse(ChecksumAlgorithm.CRC64NVME) == ChecksumAlgorithm.CRC64NVME;
        var byDefault = fullOnly ? Checksum.Type.FULL_OBJECT : Checksum.Type.COMPOSITE;
        var type =
                request.header("x-amz-checksum-type")
                        .map(MultipartOperations::checksumType)
                        .orElse(byDefault);
        var possible = type == Checksum.Type.FULL_OBJECT ? linear : !fullOnly;
        if (!possible) {
            throw S3Error.invalidRequest(
                    "The %s checksum type cannot be used with the %s checksum algorithm."
                            .formatted(type, algorithm.orElse(ChecksumAlgorithm.CRC64NVME)));
        }
        return type;
    }

    private static Checksum.Type checksumType(String name) {
        return switch (name) {
            case "FULL_OBJECT" -> Checksum.Type.FULL_OBJECT;
            case "COMPOSITE" -> Checksum.Type.COMPOSITE;
            default ->
                    throw S3Error.invalidArgument(
                            "x-amz-checksum-type is \"%s\": expected FULL_OBJECT or COMPOSITE."
                                    .formatted(name));
        };
    }

    S3Response uploadPart(S3Request request) throws IOException {
        Conditions.refuse(request, "If-Match", "If-None-Match");
        int number = partNumber(request);
        var upload = upload(request).upload();
        var body = RequestBody.of(request);
        try (var received = blobs.receive(body, upload.algorithm())) {
            var digest = received.digest();
            store(request, number, received.pin().content(), digest);
            return S3Response.empty(200)
                    .header("ETag", ObjectHeaders.quoted(digest.etag()))
                    .header("x-amz-server-side-encryption", "AES256")
                    .header(digest.checksum().algorithm().header(), digest.checksum().value());
        }
    }

    S3Response uploadPartCopy(S3Request request) throws IOException {
        Conditions.refuse(request, "If-Match", "If-None-Match");
        int number = partNumber(request);
        var upload = upload(request).upload();
        try (var source = CopySource.open(request, state, blobs)) {
            var content = copiedRange(request, source.object());
            var digest = source.digest(content, upload.algorithm(), blobs);
            var part = store(request, number, content, digest);
            var xml =
                    Xml.document("CopyPartResult")
                            .add("LastModified", part.lastModified())
                            .add("ETag", ObjectHeaders.quoted(part.etag()))
                            .add(part.checksum().algorithm().element(), part.checksum().value());
            return S3Response.xml(200, xml)
                    .header("x-amz-copy-source-version-id", source.versionHeader());
        }
    }

    private static Content copiedRange(S3Request request, Version.Stored source) {
        var header = request.header("x-amz-copy-source-range");
        if (header.isEmpty()) {
            return source.content();
        }
        var range =
                ByteRange.of(header.get(), source.size())
                        .filter(found -> header.get().endsWith("-" + found.lastByte()))
                        .orElseThrow(
                                () ->
                                        S3Error.invalidArgument(
                                                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy"));
        return source.content().range(range.offset(), range.length());
    }

    private Part store(S3Request request, int number, Content content, RequestBody.Digest digest) {
        synchronized (state) {
            upload(request);
            var part = new Part(number, digest.etag(), clock.instant(), content, digest.checksum());
            state.commit(new Change.PartStored(request.bucket(), request.text("uploadId"), part));
            return part;
        }
    }

    private static int partNumber(S3Request request) {
        int number = request.whole("partNumber").orElse(0);
        if (number < 1 || number > Limits.PARTS) {
            throw S3Error.invalidArgument(
                    "Part number must be an integer between 1 and %d, inclusive"
                            .formatted(Limits.PARTS));
        }
        return number;
    }

    /**
     * @throws S3Error if the key has no such upload
     */
    private Bucket.UploadInProgress upload(S3Request request) {
        var id = request.text("uploadId");
        synchronized (state) {
            return Optional.ofNullable(state.bucket(request.bucket()).uploads().get(id))
                    .filter(found -> found.upload().key().equals(request.key()))
                    .orElseThrow(() -> S3Error.noSuchUpload(id));
        }
    }

    S3Response abort(S3Request request) {
        synchronized (state) {
            upload(request);
            state.commit(new Change.UploadAborted(request.bucket(), request.text("uploadId")));
            return S3Response.empty(204);
        }
    }

    S3Response complete(S3Request request) throws IOException {
        upload(request);
        var listed = CompletedParts.read(RequestBody.withoutChecksums(request).bytes());
        try (var watch = state.watch(request.bucket(), request.key())) {
            synchronized (state) {
                var found = upload(request);
                var parts = listed.select(found);
                var checksum = checksum(request, found.upload(), parts);
                checkSize(request, parts);
                var publication =
                        new Publisher.Publication(
                                EventType.COMPLETE_MULTIPART_UPLOAD,
                                etag(parts),
                                Content.joined(parts.stream().map(Part::content).toList()),
                                parts.stream().map(Part::size).toList(),
                                checksum,
                                found.upload().attributes(),
                                Optional.of(found.upload().id()));
                return completed(request, publisher.publish(request, publication, watch));
            }
        }
    }

    private static S3Response completed(S3Request request, Publisher.Published published) {
        var object = published.object();
        var xml =
                Xml.document("CompleteMultipartUploadResult")
                        .add(
                                "Location",
                                "http://127.0.0.1:%d/%s/%s"
                                        .formatted(
                                                request.exchange().getLocalAddress().getPort(),
                                                request.bucket(),
                                                Keys.urlEncode(request.key())))
                        .add("Bucket", request.bucket())
                        .add("Key", request.key())
                        .add("ETag", ObjectHeaders.quoted(object.etag()))
                        .add(object.checksum().algorithm().element(), object.checksum().value())
                        .add("ChecksumType", object.checksum().type().name());
        var headers = new LinkedHashMap<>(published.headers());
        headers.remove("ETag");
        return S3Response.xml(200, xml).headers(headers);
    }

    /** The MD5 of the parts' MD5s, and their number. */
    private static String etag(List<Part> parts) {
        var md5 = ChecksumAlgorithm.digest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    private static Checksum checksum(S3Request request, Upload upload, List<Part> parts) {
        var computed = Checksum.ofParts(upload.algorithm(), upload.checksumType(), parts);
        var header = upload.algorithm().header();
        request.header(header)
                .filter(declared -> !declared.equals(computed.value()))
                .ifPresent(
                        declared -> {
                            throw S3Error.badDigest(
                                    upload.algorithm().name(), declared, computed.value());
                        });
        return computed;
    }

    private static void checkSize(S3Request request, List<Part> parts) {
        long size = parts.stream().mapToLong(Part::size).sum();
        request.number("x-amz-mp-object-size")
                .filter(declared -> declared != size)
                .ifPresent(
                        declared -> {
                            throw S3Error.invalidRequest(
                                    "The provided 'x-amz-mp-object-size' header is %d, the parts add up to %d bytes."
                                            .formatted(declared, size));
                        });
    }
}
