package io.spillway.local.s3;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * An object version as the journal of a state directory tells of it, whether the S3 stand-in runs
 * or not. For those who only look on: nothing is changed, and nothing is kept from being deleted.
 */
public final class KeptObject {

    private static final byte[] ADDED = "\"versionAdded\"".getBytes(StandardCharsets.UTF_8);

    private final ObjectVersion object;
    private final Instant at;
    private final Content content;

    private KeptObject(ObjectVersion object, Instant at, Content content) {
        this.object = object;
        this.at = at;
        this.content = content;
    }

    /**
     * Reads a line of the journal.
     *
     * @return empty for one that tells of anything else than a new object version
     * @throws IllegalArgumentException if the line is damaged
     */
    public static Optional<KeptObject> read(byte[] journalLine) {
        if (!contains(journalLine, ADDED)) {
            return Optional.empty();
        }
        var entry = Json.readObject(journalLine);
        if (!entry.requireText("service").equals("s3")) {
            return Optional.empty();
        }
        return switch (ChangeJson.read(entry.requireObject("change"))) {
            case Change.VersionAdded(var bucket, var key, Version.Stored stored, var _, var _) ->
                    Optional.of(of(new ObjectLocation(bucket, key), stored));
            case Change _ -> Optional.empty();
        };
    }

    private static KeptObject of(ObjectLocation location, Version.Stored stored) {
        var version =
                new ObjectVersion(location, Optional.of(stored.id()), stored.etag(), stored.size());
        return new KeptObject(version, stored.lastModified(), stored.content());
    }

    /** Whether some bytes hold others. */
    public static boolean contains(byte[] bytes, byte[] wanted) {
        for (var start = 0; start <= bytes.length - wanted.length; start++) {
            var at = 0;
            while (at < wanted.length && bytes[start + at] == wanted[at]) {
                at++;
            }
            if (at == wanted.length) {
                return true;
            }
        }
        return false;
    }

    public ObjectVersion object() {
        return object;
    }

    /** When it became visible. */
    public Instant at() {
        return at;
    }

    /**
     * The object's bytes, all at once: for small ones.
     *
     * @param state the directory that holds the journal
     * @throws IOException if they can't be read, such as those of a version that was deleted since
     */
    public byte[] bytes(Path state) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new BlobStore(state.resolve("s3"), new Sequence(Clock.systemUTC())).copy(content, bytes);
        return bytes.toByteArray();
    }
}
