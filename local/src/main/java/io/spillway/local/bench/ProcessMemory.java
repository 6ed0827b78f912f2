package io.spillway.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a process has of the machine's memory, where the system tells it ({@code /proc}). */
final class ProcessMemory {

    private static final String PEAK = "VmHWM:";
    private static final String HEAP = "-Xmx";

    private ProcessMemory() {}

    /** The most bytes that it ever had; absent if it has ended, or the system doesn't tell. */
    static OptionalLong peak(long processId) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(processId), "status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    /** What stands behind {@code -Xmx} on a process's command line; "" if nothing does. */
    static String heap(long processId) {
        try {
            var command = Files.readString(Path.of("/proc", Long.toString(processId), "cmdline"));
            return Stream.of(command.split("\0"))
                    .filter(argument -> argument.startsWith(HEAP))
                    .map(argument -> argument.substring(HEAP.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    static OptionalLong peakOfThisProcess() {
        return peak(ProcessHandle.current().pid());
    }

    /**
     * Lets this process's peak begin anew with what it has now. Source: Linux manual, proc(5),
     * {@code clear_refs}. Where that isn't possible, the peak stays the one since the start.
     */
    static void resetPeakOfThisProcess() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // Then the peak is that of the whole life, which is no less than what it should be.
            return;
        }
    }
}
