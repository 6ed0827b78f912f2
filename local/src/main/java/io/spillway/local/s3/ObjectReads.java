package io.spillway.local.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** GetObject and HeadObject. */
final class ObjectReads {

    private static final Map<String, String> OVERRIDES =
            Map.of(
                    "response-cache-control", "Cache-Control",
                    "response-content-disposition", "Content-Disposition",
                    "response-content-encoding", "Content-Encoding",
                    "response-content-language", "Content-Language",
                    "response-content-type", "Content-Type",
                    "response-expires", "Expires");

    /** All parameters that either operation takes. */
    static final Set<String> PARAMETERS =
            Stream.concat(OVERRIDES.keySet().stream(), Stream.of("versionId", "partNumber"))
                    .collect(Collectors.toUnmodifiableSet());

    private final S3State state;
    private final BlobStore blobs;

    ObjectReads(S3State state, BlobStore blobs) {
        this.state = state;
        this.blobs = blobs;
    }

    /** Serves HEAD as well: whoever sends the answer leaves out its body. */
    S3Response get(S3Request request) {
        synchronized (state) {
            var bucket = state.bucket(request.bucket());
            var object = find(bucket, request.key(), request.parameter("versionId"));
            var headers = ObjectHeaders.ofRead(bucket, object);
            if (Conditions.checkRead(request, "", object) == Conditions.Read.NOT_MODIFIED) {
                headers.keySet().removeIf(name -> name.startsWith("Content-"));
                return S3Response.empty(304).headers(headers);
            }
            var range = range(request, object);
            var response =
                    S3Response.of(range.isPresent() ? 206 : 200, body(object, range))
                            .headers(headers);
            OVERRIDES.forEach(
                    (parameter, header) -> response.header(header, request.parameter(parameter)));
            range.ifPresent(
                    part -> response.header("Content-Range", part.contentRange(object.size())));
            if (request.parameter("partNumber").isPresent() && !object.partSizes().isEmpty()) {
                response.header(
                        "x-amz-mp-parts-count", Integer.toString(object.partSizes().size()));
            }
            if (range.isEmpty() && wantsChecksum(request)) {
                response.headers(ObjectHeaders.ofChecksum(object.checksum()));
            }
            return response;
        }
    }

    private static boolean wantsChecksum(S3Request request) {
        return request.header("x-amz-checksum-mode")
                .filter(mode -> mode.equalsIgnoreCase("ENABLED"))
                .isPresent();
    }

    /**
     * The object that a request names. Call it under the lock of the state.
     *
     * @throws S3Error if there is none, or it is a delete marker
     */
    static Version.Stored find(Bucket bucket, String key, Optional<String> versionId) {
        var version =
                versionId
                        .map(
                                id ->
                                        bucket.version(key, id)
                                                .orElseThrow(() -> S3Error.noSuchVersion(key, id)))
                        .or(() -> bucket.current(key))
                        .orElseThrow(() -> S3Error.noSuchKey(key));
        return switch (version) {
            case Version.Stored stored -> stored;
            case Version.DeleteMarker marker -> {
                var error =
                        versionId.isPresent()
                                ? S3Error.methodNotAllowed("GET")
                                        .withHeader(
                                                "Last-Modified",
                                                S3Response.httpDate(marker.lastModified()))
                                : S3Error.noSuchKey(key);
                throw error.withHeader("x-amz-delete-marker", "true")
                        .withHeader("x-amz-version-id", marker.id());
            }
        };
    }

    private static Optional<ByteRange> range(S3Request request, Version.Stored object) {
        var part = request.whole("partNumber");
        var header = request.header("Range");
        if (part.isPresent() && header.isPresent()) {
            throw S3Error.invalidRequest(
                    "Cannot specify both Range header and partNumber query parameter");
        }
        return part.isPresent()
                ? partRange(part.get(), object)
                : header.flatMap(range -> ByteRange.of(range, object.size()));
    }

    private static Optional<ByteRange> partRange(int number, Version.Stored object) {
        int parts = Math.max(1, object.partSizes().size());
        if (number < 1 || number > Limits.PARTS) {
            throw S3Error.invalidArgument(
                    "Part number must be an integer between 1 and %d, inclusive"
                            .formatted(Limits.PARTS));
        }
        if (number > parts) {
            throw S3Error.invalidPartNumber(number, parts);
        }
        if (object.size() == 0) {
            return Optional.empty();
        }
        if (object.partSizes().isEmpty()) {
            return Optional.of(new ByteRange(0, object.size()));
        }
        var before = object.partSizes().subList(0, number - 1);
        return Optional.of(
                new ByteRange(
                        before.stream().mapToLong(Long::longValue).sum(),
                        object.partSizes().get(number - 1)));
    }

    /** Pinned: an object that is overwritten while it is read is read to its end. */
    private S3Response.Body body(Version.Stored object, Optional<ByteRange> range) {
        var content =
                range.map(part -> object.content().range(part.offset(), part.length()))
                        .orElse(object.content());
        var pin = blobs.pin(content);
        return new S3Response.Body() {
            @Override
            public long size() {
                return content.size();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                blobs.copy(content, out);
            }

            @Override
            public void close() {
                pin.close();
            }
        };
    }
}
