package io.spillway.local.run;

import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory with a copy of every output, for people. Keys that can't be paths get names that can.
 */
final class OutputFolder {

    private static final int LONGEST_NAME = 255;

    private final Path directory;
    private final Path unfinished;
    private final ObjectStore store;

    private OutputFolder(Path directory, Path unfinished, ObjectStore store) {
        this.directory = directory;
        this.unfinished = unfinished;
        this.store = store;
    }

    /**
     * The folder {@code outputs} of a run's state. Beside it is one for copies that aren't whole
     * yet, from which those are removed that a killed run left.
     */
    static OutputFolder in(Path state, ObjectStore store) throws IOException {
        return new OutputFolder(
                Files.createDirectories(state.resolve("outputs")),
                StateDirectory.emptied(state.resolve("outputs-unfinished")),
                store);
    }

    Path directory() {
        return directory;
    }

    /** Copies an output, over an earlier one of its key. */
    void copy(ObjectVersion output) throws IOException {
        var file = fileOf(output.key());
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            // A key is a file and the start of another key, which no directory can hold both of.
            file = directory.resolve("unnameable").resolve(Ids.of(output.key()));
            Files.createDirectories(file.getParent());
        }
        var fresh = Files.createTempFile(unfinished, "copy", "");
        try (var content = store.read(output, 0, output.size())) {
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Path fileOf(String key) {
        var file = directory;
        for (var segment : key.split("/", -1)) {
            file = file.resolve(safe(segment));
        }
        return file;
    }

    /**
     * A file name that stays in its directory: {@code .} and {@code ..} and what no file name holds
     * become percent codes.
     */
    private static String safe(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return "%" + segment;
        }
        var name = new StringBuilder();
        segment.chars()
                .forEach(
                        c ->
                                name.append(
                                        c < ' ' || c == 0x7f || c == '\\' || c == '%'
                                                ? "%%%02X".formatted(c)
                                                : String.valueOf((char) c)));
        var bytes = name.toString().getBytes(StandardCharsets.UTF_8).length;
        return bytes > LONGEST_NAME ? Ids.of(segment) : name.toString();
    }
}
