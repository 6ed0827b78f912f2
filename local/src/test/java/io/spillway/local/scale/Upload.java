package io.spillway.local.scale;

import io.spillway.pipeline.synthetic.ToldObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A made-up object in the drop bucket.
 *
 * @param number from 0; the key ends with it, so that the key tells everything else
 * @param size in bytes
 */
record Upload(int number, Kind kind, String key, long size) {

    static final String BUCKET = "drop";

    /** What it is, and how it must end. */
    enum Kind {
        SMALL_CSV(".csv", "inline succeeded"),
        LARGE_CSV(".csv", "batch routed"),
        SMALL_GZIP(".csv.gz", "inline succeeded"),
        PICTURE_NAMED_CSV(".csv", "rejected failed"),
        TEXT_NOBODY_WANTS(".txt", "ignored skipped"),
        FOLDER_MARKER("/", "ignored skipped"),
        EMPTY_CSV(".csv", "rejected failed"),
        DELETED(".csv", "rejected failed");

        private final String keyEnd;
        private final String ending;

        Kind(String keyEnd, String ending) {
            this.keyEnd = keyEnd;
            this.ending = ending;
        }

        String keyEnd() {
            return keyEnd;
        }

        /** Route and status of the last event that the router publishes of it. */
        String ending() {
            return ending;
        }
    }

    /** One in ten comes from a bucket without versions. */
    Optional<String> versionId() {
        return number % 10 == 0 ? Optional.empty() : Optional.of("v" + number);
    }

    String etag() {
        return "e" + number;
    }

    ToldObject told() {
        return new ToldObject(
                BUCKET,
                key,
                OptionalLong.of(size),
                Optional.of(etag()),
                versionId(),
                Optional.of("%016X".formatted(number)));
    }
}
