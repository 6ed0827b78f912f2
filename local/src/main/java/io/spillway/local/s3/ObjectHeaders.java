package io.spillway.local.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that tell of an object. */
final class ObjectHeaders {

    private ObjectHeaders() {}

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    /** After a write. */
    static Map<String, String> ofWritten(Bucket bucket, Version.Stored object) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ETag", quoted(object.etag()));
        headers.put("x-amz-server-side-encryption", "AES256");
        headers.putAll(ofVersion(bucket, object.id()));
        return headers;
    }

    /** For a read. */
    static Map<String, String> ofRead(Bucket bucket, Version.Stored object) {
        var headers = ofWritten(bucket, object);
        headers.put("Last-Modified", S3Response.httpDate(object.lastModified()));
        headers.put("Accept-Ranges", "bytes");
        headers.putAll(object.attributes().headers());
        object.attributes()
                .metadata()
                .forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
        int tags = object.attributes().tags().size();
        if (tags > 0) {
            headers.put("x-amz-tagging-count", Integer.toString(tags));
        }
        return headers;
    }

    static Map<String, String> ofChecksum(Checksum checksum) {
        return Map.of(
                checksum.algorithm().header(),
                checksum.value(),
                "x-amz-checksum-type",
                checksum.type().name());
    }

    static Map<String, String> ofVersion(Bucket bucket, String versionId) {
        return bucket.versioning() == Versioning.OFF
                ? Map.of()
                : Map.of("x-amz-version-id", versionId);
    }
}
