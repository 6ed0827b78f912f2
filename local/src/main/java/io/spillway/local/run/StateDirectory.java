package io.spillway.local.run;

import io.spillway.local.files.DirectoryTree;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that holds all that a run keeps. */
final class StateDirectory {

    private StateDirectory() {}

    /**
     * Forgets everything.
     *
     * @throws IOException if it isn't a state directory, so that a wrong option deletes nothing
     */
    static void remove(Path state) throws IOException {
        if (!Files.exists(state)) {
            return;
        }
        if (!Files.exists(state.resolve("journal.jsonl"))) {
            try (var content = Files.list(state)) {
                if (content.findAny().isPresent()) {
                    throw new IOException(
                            "Will not remove %s: it isn't empty and holds no journal.jsonl, so it is no state of Spillway. Choose another --state."
                                    .formatted(state));
                }
            }
        }
        DirectoryTree.delete(state);
    }

    /**
     * An empty directory for what need not outlive a run. What a killed run left there is removed,
     * but for what a process that was killed just now may still have added.
     */
    static Path emptied(Path directory) throws IOException {
        try {
            DirectoryTree.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // Whatever was added since the directory was listed is removed at the next start.
            return directory;
        }
        return Files.createDirectories(directory);
    }
}
