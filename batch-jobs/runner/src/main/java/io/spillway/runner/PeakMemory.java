package io.spillway.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The most memory that this process held at once, in bytes. Programs it started are not counted.
 * Source: the Linux manual page proc_pid_status(5), "VmHWM".
 */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern LINE = Pattern.compile("VmHWM:\\s+(\\d{1,12}) kB");

    private PeakMemory() {}

    /** Empty where the system doesn't say. */
    static OptionalLong ofThisProcess() {
        try {
            return in(Files.readString(STATUS));
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong in(String status) {
        var line = LINE.matcher(status);
        return line.find()
                ? OptionalLong.of(Long.parseLong(line.group(1)) << 10)
                : OptionalLong.empty();
    }
}
