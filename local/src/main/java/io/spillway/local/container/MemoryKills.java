package io.spillway.local.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the kernel killed a process of a container for want of memory, as the container's cgroup
 * tells while it lasts. For engines that don't tell: podman 4 says no, whatever happened.
 *
 * <p>Source: Linux kernel documentation, "Memory Resource Controller", {@code memory.oom_control},
 * and "Control Group v2", {@code memory.events}; both have a line {@code oom_kill N}.
 */
final class MemoryKills {

    /** A cgroup is removed some 200 ms after its last process has ended. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final String COUNT = "oom_kill ";
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private volatile boolean happened;

    private MemoryKills() {}

    /** Of a container whose engine tells. */
    static MemoryKills told() {
        return new MemoryKills();
    }

    /** Watches the cgroup of a container's first process until it is gone. */
    static MemoryKills watch(long processId) {
        var kills = new MemoryKills();
        fileOf(processId)
                .ifPresent(
                        file ->
                                Thread.ofVirtual()
                                        .name("memory-" + processId)
                                        .start(() -> kills.look(file)));
        return kills;
    }

    boolean haveHappened() {
        return happened;
    }

    private void look(Path file) {
        try {
            while (!happened) {
                happened = count(Files.readString(file)) > 0;
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (IOException _) {
            // The cgroup is gone, and the container with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static long count(String file) {
        return file.lines()
                .filter(line -> line.startsWith(COUNT))
                .mapToLong(line -> Long.parseLong(line.substring(COUNT.length()).strip()))
                .sum();
    }

    private static Optional<Path> fileOf(long processId) {
        try {
            return fileOf(Files.readString(Path.of("/proc", Long.toString(processId), "cgroup")));
        } catch (IOException e) {
            return Optional.empty(); // it has ended already, or this system has no /proc
        }
    }

    /**
     * @param cgroups as {@code /proc/<pid>/cgroup} has them: {@code number:controllers:path}
     */
    static Optional<Path> fileOf(String cgroups) {
        Optional<Path> unified = Optional.empty();
        for (var line : cgroups.lines().toList()) {
            var parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].equals("memory")) {
                return Optional.of(Path.of(CGROUPS + "/memory" + parts[2], "memory.oom_control"));
            }
            if (parts.length == 3 && parts[1].isEmpty()) {
                unified = Optional.of(Path.of(CGROUPS + parts[2], "memory.events"));
            }
        }
        return unified;
    }
}
