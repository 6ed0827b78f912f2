package io.spillway.local.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** PutObject and CopyObject. */
final class ObjectWrites {

    private final S3State state;
    private final BlobStore blobs;
    private final Publisher publisher;

    ObjectWrites(S3State state, BlobStore blobs, Publisher publisher) {
        this.state = state;
        this.blobs = blobs;
        this.publisher = publisher;
    }

    S3Response put(S3Request request) throws IOException {
        state.bucket(request.bucket());
        var attributes = RequestAttributes.of(request);
        var body = RequestBody.of(request);
        var algorithm = body.declaredAlgorithm().orElse(ChecksumAlgorithm.CRC64NVME);
        try (var watch = state.watch(request.bucket(), request.key());
                var received = blobs.receive(body, algorithm)) {
            var digest = received.digest();
            var publication =
                    new Publisher.Publication(
                            EventType.PUT,
                            digest.etag(),
                            received.pin().content(),
                            List.of(),
                            digest.checksum(),
                            attributes,
                            Optional.empty());
            var published = publisher.publish(request, publication, watch);
            return S3Response.empty(200)
                    .headers(published.headers())
                    .headers(ObjectHeaders.ofChecksum(digest.checksum()));
        }
    }

    S3Response copy(S3Request request) throws IOException {
        state.bucket(request.bucket());
        try (var watch = state.watch(request.bucket(), request.key());
                var source = CopySource.open(request, state, blobs)) {
            if (source.object().size() > Limits.PUT_BYTES) {
                throw S3Error.invalidRequest(
                        "The specified copy source is larger than the maximum allowable size for a copy source: %d"
                                .formatted(Limits.PUT_BYTES));
            }
            var attributes = attributes(request, source);
            var digest = digest(request, source);
            var publication =
                    new Publisher.Publication(
                            EventType.COPY,
                            digest.etag(),
                            source.object().content(),
                            List.of(),
                            digest.checksum(),
                            attributes,
                            Optional.empty());
            var published = publisher.publish(request, publication, watch);
            var stored = published.object();
            var xml =
                    Xml.document("CopyObjectResult")
                            .add("LastModified", stored.lastModified())
                            .add("ETag", ObjectHeaders.quoted(stored.etag()))
                            .add("ChecksumType", stored.checksum().type().name())
                            .add(
                                    stored.checksum().algorithm().element(),
                                    stored.checksum().value());
            return S3Response.xml(200, xml)
                    .headers(published.headers())
                    .header("x-amz-copy-source-version-id", source.versionHeader());
        }
    }

    private static Attributes attributes(S3Request request, CopySource source) {
        var replacesMetadata = replaces(request, "x-amz-metadata-directive");
        var replacesTags = replaces(request, "x-amz-tagging-directive");
        if (source.isSameAs(request) && !replacesMetadata) {
            throw S3Error.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }
        var given = RequestAttributes.of(request);
        var kept = source.object().attributes();
        return (replacesMetadata ? given : kept)
                .withTags(replacesTags ? given.tags() : kept.tags());
    }

    private static boolean replaces(S3Request request, String header) {
        return switch (request.header(header).orElse("COPY")) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            case String other ->
                    throw S3Error.invalidArgument(
                            "%s is \"%s\": expected COPY or REPLACE.".formatted(header, other));
        };
    }

    /** A copy is one piece: its ETag is an MD5 even where the source was uploaded in parts. */
    private RequestBody.Digest digest(S3Request request, CopySource source) throws IOException {
        var known = source.object().checksum();
        var algorithm =
                request.header("x-amz-checksum-algorithm")
                        .map(ChecksumAlgorithm::of)
                        .orElse(known.algorithm());
        return source.digest(source.object().content(), algorithm, blobs);
    }
}
