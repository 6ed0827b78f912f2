package io.spillway.local.history;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Copies the history's files from a bucket into a directory, each once. */
public final class HistoryDownload {

    /** Files of the history, as their writer names them; nothing else becomes a path. */
    private static final String KEY =
            "history/pipeline=[a-z0-9-]+/day=\\d{4}-\\d\\d-\\d\\d/[0-9a-f]{32}\\.jsonl\\.gz";

    private HistoryDownload() {}

    /**
     * Copies those that aren't there yet.
     *
     * @return how many were copied
     */
    public static int into(Path directory, ObjectStore store, String bucket) throws IOException {
        var copied = 0;
        try (var keys = store.list(bucket, "history/", "")) {
            for (var location : (Iterable<ObjectLocation>) keys::iterator) {
                var file = directory.resolve(location.key());
                if (location.key().matches(KEY) && !Files.exists(file)) {
                    copy(location, file, store);
                    copied++;
                }
            }
        }
        return copied;
    }

    /** A file that is there is whole. */
    private static void copy(ObjectLocation location, Path file, ObjectStore store)
            throws IOException {
        Files.createDirectories(file.getParent());
        var fresh = Files.createTempFile(file.getParent(), "copy", ".part");
        try {
            Files.write(fresh, store.get(location).orElse(new byte[0]));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
