package io.spillway.local.cli;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An object to explain, or a file taken for one.
 *
 * @param store that holds it
 * @param file of which it is made; absent for an object
 * @param passed the phases that made the object, as its metadata says
 */
record Subject(ObjectVersion object, ObjectStore store, Optional<Path> file, List<String> passed) {

    /** Stands for the drop bucket of a file that was never uploaded. */
    private static final String DROP_BUCKET = "drop";

    /**
     * @throws CommandFailed if the object isn't there
     */
    static Subject ofObject(ObjectLocation location, ObjectStore store) throws IOException {
        var object =
                store.head(location)
                        .orElseThrow(
                                () ->
                                        new CommandFailed(
                                                "Cannot explain %s: there is no such object. List the bucket, or name a file of this machine."
                                                        .formatted(location)));
        return new Subject(
                object.version(), store, Optional.empty(), Lineage.passed(object.metadata()));
    }

    /**
     * @throws CommandFailed if the text names no object
     */
    static ObjectLocation location(String uri) {
        try {
            return ObjectLocation.parse(uri);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed("Cannot explain %s: expected s3://bucket/key.".formatted(uri));
        }
    }

    /**
     * @throws CommandFailed if no file of this machine can have the name
     */
    static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new CommandFailed(
                    "Cannot explain %s: no file can have this name here (%s)."
                            .formatted(file, e.getReason()));
        }
    }

    /**
     * @param home directory of the pipeline
     * @param key under which the file is taken to be uploaded, if not the one that a run gives it
     * @throws CommandFailed if there is no such file
     */
    static Subject ofFile(Path file, Path home, Optional<String> key) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(
                    "Cannot explain %s: %s. Name a file of this machine, or an object as s3://bucket/key."
                            .formatted(
                                    file,
                                    Files.isDirectory(file)
                                            ? "it is a directory"
                                            : "there is no such file"));
        }
        if (!Files.isReadable(file)) {
            throw new CommandFailed(
                    "Cannot explain %s: it can't be read. Change its permissions.".formatted(file));
        }
        var store =
                new ReadOnlyFile(
                        file,
                        new ObjectLocation(DROP_BUCKET, key.orElseGet(() -> keyOf(file, home))));
        return new Subject(store.object(), store, Optional.of(file), List.of());
    }

    /**
     * As a run of the pipeline would name it: below the pipeline's directory its path, else by its
     * name.
     */
    private static String keyOf(Path file, Path home) {
        var path = Places.absolute(file);
        var segments =
                path.startsWith(home)
                        ? home.relativize(path)
                        : Path.of("incoming").resolve(path.getFileName());
        return segments.toString().replace(segments.getFileSystem().getSeparator(), "/");
    }
}
