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

    /** Counting many files takes a while; it may take a twentieth of the time. */
    private static final int SHARE_OF_TIME = 20;

    private final Path parent;
    private Path directory;
    private boolean closed;
    private long used;
    private long countedAt;
    private long countingTook;

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

    /**
     * Bytes that all attempts of the host take together; 0 if this one takes nothing. Of some
     * moments ago where counting them takes long.
     */
    synchronized long usedByAll() throws IOException {
        if (directory == null) {
            return 0;
        }
        var now = System.nanoTime();
        if (countingTook == 0 || now - countedAt >= SHARE_OF_TIME * countingTook) {
            used = ScratchSize.of(parent);
            countedAt = System.nanoTime();
            countingTook = Math.max(1, countedAt - now);
        }
        return used;
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
