package io.spillway.legacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk that the containers of a task share, whatever each of them calls a place on it. */
@FunctionalInterface
interface FreeSpace {

    /** Of what is free at the start, one part in so many is kept, for what comes between looks. */
    int KEPT = 20;

    /** Bytes that may still be written. */
    long bytes() throws IOException;

    /** Bytes of those that are free now which have to be left. */
    default long reserve() throws IOException {
        return bytes() / KEPT;
    }

    /** Of the disk that holds a directory. */
    static FreeSpace of(Path directory) {
        return () -> Files.getFileStore(directory).getUsableSpace();
    }
}
