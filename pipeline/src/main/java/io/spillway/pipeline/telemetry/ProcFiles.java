package io.spillway.pipeline.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What Linux tells of processes in {@code /proc}; on other systems nothing is known. Source: the
 * Linux manual pages proc_pid_status(5) and proc_pid_stat(5).
 */
public final class ProcFiles {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d{1,12}) kB");

    /** Of a clock tick, by which programs are told times. It is the same on every architecture. */
    private static final long MILLISECONDS = 10;

    /** Of the first field after the command's name, counted as the manual counts. */
    private static final int STATE = 3;

    private static final int UTIME = 14;
    private static final int CSTIME = 17;

    private ProcFiles() {}

    /** Most bytes that this process held at once, programs it started not counted. */
    public static OptionalLong peakMemory() {
        return read("self/status").map(ProcFiles::peakIn).orElse(OptionalLong.empty());
    }

    /** Most bytes that a process held at once; empty if it has ended. */
    public static OptionalLong peakMemory(long pid) {
        return read(pid + "/status").map(ProcFiles::peakIn).orElse(OptionalLong.empty());
    }

    /**
     * Processor time that this process took, in user and system, and with it that of the programs
     * that it started and that have ended. In steps of 10 ms.
     */
    public static Optional<Duration> processorTime() {
        return read("self/stat").flatMap(ProcFiles::processorTimeIn);
    }

    static OptionalLong peakIn(String status) {
        var line = PEAK.matcher(status);
        return line.find()
                ? OptionalLong.of(Long.parseLong(line.group(1)) << 10)
                : OptionalLong.empty();
    }

    /** The command's name, which may hold anything, stands in parentheses before what is read. */
    static Optional<Duration> processorTimeIn(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= CSTIME - STATE) {
            return Optional.empty();
        }
        try {
            var ticks = 0L;
            for (int field = UTIME; field <= CSTIME; field++) {
                ticks += Long.parseLong(fields[field - STATE]);
            }
            return Optional.of(Duration.ofMillis(ticks * MILLISECONDS));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(PROC.resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
