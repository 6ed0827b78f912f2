package io.spillway.pipeline.attempt;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** An attempt's own directory, made when first asked for and removed at the end. */
final class Scratch implements AutoCloseable {

    private final Path parent;
    private Path directory;

    Scratch(Path parent) {
        this.parent = parent;
    }

    Path directory() throws IOException {
        if (directory == null) {
            directory = Files.createTempDirectory(parent, "attempt-");
        }
        return directory;
    }

    @Override
    public void close() throws IOException {
        if (directory == null) {
            return;
        }
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
