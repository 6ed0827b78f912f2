package io.spillway.pipeline.attempt;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** An attempt's own directory, made when first asked for and removed at the end. */
final class Scratch implements AutoCloseable {

    private final Path parent;
    private Path directory;
    private boolean closed;

    Scratch(Path parent) {
        this.parent = parent;
    }

    synchronized Path directory() throws IOException {
        if (closed) {
            throw new IOException("The attempt has ended, and its scratch space with it.");
        }
        if (directory == null) {
            directory = Files.createTempDirectory(parent, "attempt-");
        }
        return directory;
    }

    /** Bytes that all attempts of the host take together; 0 if this one takes nothing. */
    synchronized long usedByAll() throws IOException {
        return directory == null ? 0 : ScratchSize.of(parent);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (directory == null) {
            return;
        }
        try {
            delete();
        } catch (DirectoryNotEmptyException e) {
            // A stage that was left behind still writes here: what it leaves goes with the host.
            directory = null;
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException e)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
