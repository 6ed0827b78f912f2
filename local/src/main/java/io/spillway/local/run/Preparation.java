package io.spillway.local.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An example's {@code Prepare.java}, which makes the files that are too large to come with it. Runs
 * beside everything else; it does nothing where they are there already.
 */
final class Preparation implements AutoCloseable {

    private final Optional<Process> process;
    private final Path log;

    private Preparation(Optional<Process> process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it if the directory has one. Its argument is the folder that the files belong into.
     */
    static Preparation start(Path directory, Path folder, Path state) throws IOException {
        var source = directory.resolve("Prepare.java");
        var log = state.resolve("prepare.log");
        if (!Files.isRegularFile(source)) {
            return new Preparation(Optional.empty(), log);
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                source.toAbsolutePath().toString(),
                                folder.toAbsolutePath().toString())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new Preparation(Optional.of(process), log);
    }

    /**
     * Waits for its end.
     *
     * @throws IOException if it failed, with what it said
     */
    void await() throws IOException, InterruptedException {
        if (process.isPresent() && process.get().waitFor() != 0) {
            throw new IOException(
                    "Prepare.java exited %d: %s"
                            .formatted(process.get().exitValue(), Files.readString(log).strip()));
        }
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroy);
    }
}
