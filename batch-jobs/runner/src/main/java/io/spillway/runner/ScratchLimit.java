package io.spillway.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much scratch space there is. */
final class ScratchLimit {

    /** Of what is free, one part in so many is kept: a program may write much between two looks. */
    private static final int RESERVE = 20;

    private ScratchLimit() {}

    /**
     * Bytes that may be written to a directory by now; {@link Long#MAX_VALUE} where the system
     * doesn't say.
     */
    static long of(Path directory) {
        try {
            return of(Files.getFileStore(directory).getUsableSpace());
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }

    static long of(long free) {
        return free - free / RESERVE;
    }
}
