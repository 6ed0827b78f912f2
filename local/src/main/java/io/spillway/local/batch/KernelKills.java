package io.spillway.local.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many processes the kernel has killed for want of memory, in the cgroup that this program and
 * its jobs share.
 *
 * <p>Source: Linux kernel documentation, "Control Group v2", {@code memory.events}.
 *
 * @param events the cgroup's {@code memory.events}
 */
record KernelKills(Path events) {

    private static final String COUNT = "oom_kill ";
    private static final String OWN_GROUP = "0::";

    /** Those of the cgroup that this process is in. */
    static KernelKills here() {
        return new KernelKills(Path.of("/sys/fs/cgroup").resolve(group()).resolve("memory.events"));
    }

    private static String group() {
        try (var lines = Files.lines(Path.of("/proc/self/cgroup"))) {
            return lines.filter(line -> line.startsWith(OWN_GROUP))
                    .map(line -> line.substring(OWN_GROUP.length()).replaceAll("^/+", ""))
                    .findFirst()
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return ""; // no Linux: then there is no memory.events either
        }
    }

    /** Since the cgroup was made; always 0 where the system doesn't tell. */
    long count() {
        try (var lines = Files.lines(events)) {
            return lines.filter(line -> line.startsWith(COUNT))
                    .mapToLong(line -> Long.parseLong(line.substring(COUNT.length()).trim()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
