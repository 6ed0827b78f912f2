package io.spillway.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads from a request's headers what is kept beside an object's bytes. */
final class RequestAttributes {

    private static final String METADATA = "x-amz-meta-";
    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final List<String> KEPT =
            List.of(
                    "Cache-Control",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Language",
                    "Content-Type",
                    "Expires");

    private RequestAttributes() {}

    /**
     * @throws S3Error if the metadata is larger than {@link Limits#METADATA_BYTES}, or a tag is
     *     malformed
     */
    static Attributes of(S3Request request) {
        var tags = request.header("x-amz-tagging").map(Tags::ofHeader).orElse(Map.of());
        return new Attributes(headers(request), metadata(request), tags);
    }

    private static Map<String, String> headers(S3Request request) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", DEFAULT_TYPE);
        for (var name : KEPT) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        headers.computeIfPresent("Content-Encoding", (_, value) -> withoutAwsChunked(value));
        return headers;
    }

    private static String withoutAwsChunked(String encoding) {
        var kept =
                Arrays.stream(encoding.split(","))
                        .map(String::trim)
                        .filter(each -> !each.equals("aws-chunked"))
                        .collect(Collectors.joining(","));
        return kept.isEmpty() ? null : kept;
    }

    private static Map<String, String> metadata(S3Request request) {
        var metadata = new LinkedHashMap<String, String>();
        request.headersFrom(METADATA)
                .forEach((name, value) -> metadata.put(name.substring(METADATA.length()), value));
        int size =
                metadata.entrySet().stream()
                        .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                        .sum();
        if (size > Limits.METADATA_BYTES) {
            throw S3Error.metadataTooLarge(size);
        }
        return metadata;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1).length;
    }
}
