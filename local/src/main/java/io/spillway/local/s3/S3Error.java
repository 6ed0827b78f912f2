package io.spillway.local.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal in S3's own terms: a status, a code, a message, and what else belongs into the answer.
 * Source: Amazon S3 API Reference, "Error responses".
 */
final class S3Error extends RuntimeException {

    private final int status;
    private final String code;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    private S3Error(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** Further elements of the answer's body. */
    Map<String, String> details() {
        return details;
    }

    /** Further headers of the answer. */
    Map<String, String> headers() {
        return headers;
    }

    S3Error with(String element, String text) {
        details.put(element, text);
        return this;
    }

    S3Error withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    static S3Error accessDenied() {
        return new S3Error(
                403,
                "AccessDenied",
                "Access Denied: the request is neither signed nor presigned. Give the client credentials; any will do.");
    }

    static S3Error accountMismatch(String expected, String actual) {
        return new S3Error(
                403,
                "AccessDenied",
                "Access Denied: x-amz-expected-bucket-owner is %s, the bucket belongs to %s."
                        .formatted(expected, actual));
    }

    static S3Error badDigest(String what, String declared, String computed) {
        return new S3Error(
                400,
                "BadDigest",
                "The %s you specified did not match what we received: declared %s, computed %s."
                        .formatted(what, declared, computed));
    }

    static S3Error bodyHashMismatch(String declared, String computed) {
        return new S3Error(
                        400,
                        "XAmzContentSHA256Mismatch",
                        "The provided 'x-amz-content-sha256' header does not match what was computed.")
                .with("ClientComputedContentSHA256", declared)
                .with("S3ComputedContentSHA256", computed);
    }

    static S3Error bucketAlreadyOwnedByYou(String bucket) {
        return new S3Error(
                        409,
                        "BucketAlreadyOwnedByYou",
                        "Your previous request to create the named bucket succeeded and you already own it.")
                .with("BucketName", bucket);
    }

    static S3Error bucketNotEmpty(String bucket) {
        return new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.")
                .with("BucketName", bucket);
    }

    static S3Error conditionalRequestConflict(String key) {
        return new S3Error(
                        409,
                        "ConditionalRequestConflict",
                        "The conditional request cannot succeed due to a conflicting operation against this resource.")
                .with("Key", key);
    }

    static S3Error entityTooLarge(long proposed, long allowed) {
        return new S3Error(
                        400,
                        "EntityTooLarge",
                        "Your proposed upload exceeds the maximum allowed size.")
                .with("ProposedSize", Long.toString(proposed))
                .with("MaxSizeAllowed", Long.toString(allowed));
    }

    static S3Error entityTooSmall(int part, String etag, long size, long minimum) {
        return new S3Error(
                        400,
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size.")
                .with("ProposedSize", Long.toString(size))
                .with("MinSizeAllowed", Long.toString(minimum))
                .with("PartNumber", Integer.toString(part))
                .with("ETag", etag);
    }

    static S3Error incompleteBody(String why) {
        return new S3Error(
                400, "IncompleteBody", "The request body terminated unexpectedly: " + why + ".");
    }

    static S3Error internal(Throwable cause) {
        return new S3Error(
                500, "InternalError", "We encountered an internal error: " + cause + ".");
    }

    static S3Error invalidArgument(String message) {
        return new S3Error(400, "InvalidArgument", message);
    }

    static S3Error invalidBucketName(String bucket) {
        return new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.")
                .with("BucketName", bucket);
    }

    static S3Error invalidDigest(String value) {
        return new S3Error(
                400, "InvalidDigest", "The Content-MD5 you specified is not valid: " + value + ".");
    }

    static S3Error invalidPart(String uploadId, int number, String etag) {
        return new S3Error(
                        400,
                        "InvalidPart",
                        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
                .with("UploadId", uploadId)
                .with("PartNumber", Integer.toString(number))
                .with("ETag", etag);
    }

    static S3Error invalidPartNumber(int number, int parts) {
        return new S3Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable.")
                .with("PartNumberRequested", Integer.toString(number))
                .with("ActualPartCount", Integer.toString(parts));
    }

    static S3Error invalidPartOrder(String uploadId) {
        return new S3Error(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.")
                .with("UploadId", uploadId);
    }

    static S3Error invalidRange(String range, long size) {
        return new S3Error(416, "InvalidRange", "The requested range is not satisfiable")
                .with("RangeRequested", range)
                .with("ActualObjectSize", Long.toString(size))
                .withHeader("Content-Range", "bytes */" + size);
    }

    static S3Error invalidRequest(String message) {
        return new S3Error(400, "InvalidRequest", message);
    }

    static S3Error invalidTag(String message) {
        return new S3Error(400, "InvalidTag", message);
    }

    static S3Error invalidUri(String uri) {
        return new S3Error(400, "InvalidURI", "Couldn't parse the specified URI: it isn't UTF-8.")
                .with("URI", uri);
    }

    static S3Error keyTooLong(int size) {
        return new S3Error(400, "KeyTooLongError", "Your key is too long")
                .with("Size", Integer.toString(size))
                .with("MaxSizeAllowed", Integer.toString(Limits.KEY_BYTES));
    }

    static S3Error malformedXml(String why) {
        return new S3Error(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema: %s."
                        .formatted(why));
    }

    static S3Error metadataTooLarge(int size) {
        return new S3Error(
                        400,
                        "MetadataTooLarge",
                        "Your metadata headers exceed the maximum allowed metadata size")
                .with("Size", Integer.toString(size))
                .with("MaxSizeAllowed", Integer.toString(Limits.METADATA_BYTES));
    }

    static S3Error methodNotAllowed(String method) {
        return new S3Error(
                        405,
                        "MethodNotAllowed",
                        "The specified method is not allowed against this resource.")
                .with("Method", method)
                .with("ResourceType", "DeleteMarker")
                .withHeader("Allow", "DELETE");
    }

    static S3Error missingContentLength() {
        return new S3Error(
                411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }

    static S3Error noSuchBucket(String bucket) {
        return new S3Error(404, "NoSuchBucket", "The specified bucket does not exist")
                .with("BucketName", bucket);
    }

    static S3Error noSuchKey(String key) {
        return new S3Error(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
    }

    static S3Error noSuchTagSet(String bucket) {
        return new S3Error(404, "NoSuchTagSet", "The TagSet does not exist")
                .with("BucketName", bucket);
    }

    static S3Error noSuchUpload(String uploadId) {
        return new S3Error(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
                .with("UploadId", uploadId);
    }

    static S3Error noSuchVersion(String key, String versionId) {
        return new S3Error(404, "NoSuchVersion", "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", versionId);
    }

    static S3Error notImplemented(String what) {
        return new S3Error(
                501,
                "NotImplemented",
                "%s implies functionality that is not implemented by this stand-in."
                        .formatted(what));
    }

    static S3Error preconditionFailed(String condition) {
        return new S3Error(
                        412,
                        "PreconditionFailed",
                        "At least one of the pre-conditions you specified did not hold")
                .with("Condition", condition);
    }

    static S3Error tooManyTags(int most) {
        return new S3Error(400, "BadRequest", "Tags cannot be greater than %d.".formatted(most));
    }

    static S3Error slowDown() {
        return new S3Error(503, "SlowDown", "Please reduce your request rate.");
    }
}
