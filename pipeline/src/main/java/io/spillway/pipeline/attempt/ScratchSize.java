package io.spillway.pipeline.attempt;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How much a directory holds while others write and delete in it. */
final class ScratchSize extends SimpleFileVisitor<Path> {

    private long bytes;

    private ScratchSize() {}

    /** Bytes in all files below a directory. What can't be read counts as nothing. */
    static long of(Path directory) throws IOException {
        var size = new ScratchSize();
        Files.walkFileTree(directory, size);
        return size.bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes += attributes.isRegularFile() ? attributes.size() : 0;
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, IOException e) {
        return FileVisitResult.CONTINUE;
    }
}
