package io.spillway.pipeline.store;

import static java.util.Objects.requireNonNull;

/** A key in a bucket. */
public record ObjectLocation(String bucket, String key) {

    public ObjectLocation {
        requireNonNull(bucket, "bucket is null");
        requireNonNull(key, "key is null");
        if (bucket.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException(
                    "An object needs a bucket and a key: found \"%s\" and \"%s\"."
                            .formatted(bucket, key));
        }
    }

    /**
     * Reads {@code s3://bucket/key}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ObjectLocation parse(String uri) {
        var slash = uri.indexOf('/', 5);
        if (!uri.startsWith("s3://") || slash < 6 || slash == uri.length() - 1) {
            throw new IllegalArgumentException(
                    "\"%s\" names no object: expected s3://bucket/key.".formatted(uri));
        }
        return new ObjectLocation(uri.substring(5, slash), uri.substring(slash + 1));
    }

    /** The form a person can paste: {@code s3://bucket/key}. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
