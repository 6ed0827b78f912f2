package io.spillway.local.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A moto server of this machine, for as long as it is open. Tests are skipped where there is none.
 */
public final class MotoServer implements AutoCloseable {

    private static final String PROGRAM = "moto_server";

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    public static MotoServer start() {
        var program = find();
        assumeTrue(
                program.isPresent(), "moto_server is not on the PATH (pip install moto[server])");
        try {
            int port = FreePort.find();
            var process =
                    new ProcessBuilder(
                                    program.get().toString(),
                                    "-H",
                                    "127.0.0.1",
                                    "-p",
                                    Integer.toString(port))
                            .redirectErrorStream(true)
                            .start();
            awaitStart(process);
            return new MotoServer(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Reads its output: for the line that tells of the start, and later so that it never blocks.
     */
    private static void awaitStart(Process process) throws IOException {
        var output = process.inputReader();
        var line = output.readLine();
        while (line != null && !line.contains("Running on")) {
            line = output.readLine();
        }
        assumeTrue(line != null, "moto_server is installed, but ends at once");
        Thread.startVirtualThread(() -> output.lines().forEach(_ -> {}));
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
