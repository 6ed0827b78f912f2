package io.spillway.local.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The memory that processes hold for themselves, where the system tells it ({@code /proc}).
 *
 * <p>What is only mapped from files, such as a program's own code, isn't counted: the system can
 * take it back.
 */
final class MemoryUse {

    private MemoryUse() {}

    /** Bytes that a process and all that it started hold; 0 where the system doesn't tell. */
    static long ofTree(ProcessHandle first) {
        return Stream.concat(Stream.of(first), first.descendants())
                .mapToLong(process -> of(process.pid()))
                .sum();
    }

    private static long of(long processId) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(processId), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }
}
