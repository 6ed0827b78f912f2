package io.spillway.local.batch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
final class LogTail {

    /** How much of a file is looked at, in bytes, however few lines that holds. */
    private static final int MOST_BYTES = 64 * 1024;

    private LogTail() {}

    /**
     * The last whole lines.
     *
     * @return none if there is no such file
     */
    static List<String> lastLines(Path file, int most) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            var start = Math.max(0, in.length() - MOST_BYTES);
            var bytes = new byte[(int) (in.length() - start)];
            in.seek(start);
            in.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            var whole = start == 0 ? lines : lines.subList(1, lines.size());
            return whole.subList(Math.max(0, whole.size() - most), whole.size());
        }
    }
}
