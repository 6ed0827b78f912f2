package io.spillway.local.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * The conditions that requests make. Source: Amazon S3 User Guide, "Add preconditions to S3
 * operations with conditional requests"; RFC 9110 §13.
 */
final class Conditions {

    /** What a read's conditions come to. */
    enum Read {
        MET,
        NOT_MODIFIED
    }

    private static final String ANY = "*";

    private Conditions() {}

    /**
     * Holds a write's conditions against what is there. A delete marker counts as nothing.
     *
     * @throws S3Error 412 if they don't hold; 404 if {@code If-Match} finds nothing; 409 if the key
     *     was deleted while an {@code If-None-Match} request was under way
     */
    static void checkWrite(S3Request request, Bucket bucket, S3State.Watch watch) {
        var present = bucket.currentObject(request.key());
        var ifNoneMatch = request.header("If-None-Match");
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().equals(ANY)) {
                throw S3Error.notImplemented("If-None-Match with an ETag on a write");
            }
            if (present.isPresent()) {
                throw S3Error.preconditionFailed("If-None-Match");
            }
            if (watch.isDisturbed()) {
                throw S3Error.conditionalRequestConflict(request.key());
            }
        }
        var ifMatch = request.header("If-Match");
        if (ifMatch.isPresent()) {
            if (ifMatch.get().equals(ANY)) {
                throw S3Error.notImplemented("If-Match: * on a write");
            }
            var etag = present.orElseThrow(() -> S3Error.noSuchKey(request.key())).etag();
            if (!names(ifMatch.get(), etag)) {
                throw S3Error.preconditionFailed("If-Match");
            }
        }
    }

    /**
     * Refuses conditions where S3 knows none, for they would be ignored.
     *
     * @throws S3Error if the request makes one of them
     */
    static void refuse(S3Request request, String... headers) {
        for (var header : headers) {
            if (request.header(header).isPresent()) {
                throw S3Error.notImplemented(header + " on this operation");
            }
        }
    }

    /**
     * Holds a delete's condition against the current version, whichever version is to be deleted.
     *
     * @throws S3Error 404 if nothing is there; 412 if something else is
     */
    static void checkDelete(String ifMatch, Bucket bucket, String key) {
        if (bucket.current(key).isEmpty()) {
            throw S3Error.noSuchKey(key);
        }
        var matches =
                bucket.currentObject(key)
                        .filter(object -> ifMatch.equals(ANY) || names(ifMatch, object.etag()));
        if (matches.isEmpty()) {
            throw S3Error.preconditionFailed("If-Match");
        }
    }

    /**
     * Holds a read's conditions against the object.
     *
     * @param prefix of the headers: empty, or {@code x-amz-copy-source-}
     * @throws S3Error 412 if a condition that must hold doesn't
     */
    static Read checkRead(S3Request request, String prefix, Version.Stored object) {
        var modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        var ifMatch = request.header(prefix + "If-Match");
        var unmodifiedSince = date(request, prefix + "If-Unmodified-Since");
        if (ifMatch.isPresent() && !matches(ifMatch.get(), object)) {
            throw S3Error.preconditionFailed("If-Match");
        }
        if (ifMatch.isEmpty() && unmodifiedSince.filter(modified::isAfter).isPresent()) {
            throw S3Error.preconditionFailed("If-Unmodified-Since");
        }
        var ifNoneMatch = request.header(prefix + "If-None-Match");
        if (ifNoneMatch.isPresent()) {
            return matches(ifNoneMatch.get(), object) ? Read.NOT_MODIFIED : Read.MET;
        }
        var modifiedSince = date(request, prefix + "If-Modified-Since");
        return modifiedSince.filter(since -> !modified.isAfter(since)).isPresent()
                ? Read.NOT_MODIFIED
                : Read.MET;
    }

    private static boolean matches(String condition, Version.Stored object) {
        return condition.equals(ANY) || names(condition, object.etag());
    }

    /** Whether a list of ETags, quoted or not, holds this one. */
    static boolean names(String list, String etag) {
        return Arrays.stream(list.split(","))
                .map(each -> each.trim().replace("\"", ""))
                .anyMatch(etag::equals);
    }

    /** A date that can't be read is no condition, as RFC 9110 has it. */
    private static Optional<Instant> date(S3Request request, String header) {
        try {
            return request.header(header)
                    .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
                    .map(Instant::from);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
