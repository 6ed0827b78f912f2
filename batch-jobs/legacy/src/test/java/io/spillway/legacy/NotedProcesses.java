package io.spillway.legacy;

import io.spillway.pipeline.definition.LegacyContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processes whose ids a test's script has written into a file, a line each. What runs of them
 * after the test is killed.
 */
final class NotedProcesses implements AfterEachCallback {

    private final Supplier<Path> directory;

    /**
     * @param directory for the file, known once the test begins
     */
    NotedProcesses(Supplier<Path> directory) {
        this.directory = directory;
    }

    private Path file() {
        return directory.get().resolve("pids");
    }

    /** A script in whose commands {@code PIDS} stands for the file. */
    LegacyContract script(String script) {
        return LegacyPrograms.script(script.replace("PIDS", "'" + file() + "'"));
    }

    /** As {@link #script(String)}, with more settings as {@link LegacyPrograms} takes them. */
    LegacyContract script(String script, String settings) {
        return LegacyPrograms.script(script.replace("PIDS", "'" + file() + "'"), settings);
    }

    List<String> all() throws IOException {
        return Files.readAllLines(file());
    }

    /** Waits until so many are noted. */
    void await(int processes) throws IOException {
        while (!Files.exists(file()) || all().size() < processes) {
            Thread.onSpinWait();
        }
    }

    List<ProcessHandle> running() throws IOException {
        return all().stream()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(process -> process.isAlive() && !hasEnded(process))
                .toList();
    }

    /** Whether it is only an entry that nobody has removed, as where process 1 is no init. */
    private static boolean hasEnded(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid())))
                    .contains("State:\tZ (zombie)");
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (Files.exists(file())) {
            running().forEach(ProcessHandle::destroyForcibly);
        }
    }
}
