package io.spillway.local.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the numbers hold for.
 *
 * @param flags of the JVM that tell how it compiles and collects
 * @param commit of the directory it runs in, with a {@code +} where files differ from it
 */
record Machine(
        String processor,
        int cores,
        long memory,
        String system,
        String jdk,
        List<String> flags,
        String commit) {

    static Machine here() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                modelOfProcessor(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("-X"))
                        .filter(flag -> !flag.contains("/"))
                        .toList(),
                currentCommit());
    }

    private static String modelOfProcessor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String currentCommit() {
        try {
            var commit = git("rev-parse", "--short", "HEAD");
            return commit
                    + (git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : "+");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String git(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var git =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (git.waitFor() != 0) {
                throw new IOException("git exited %d.".formatted(git.exitValue()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while git was asked.", e);
        }
        return said;
    }
}
