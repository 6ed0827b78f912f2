package io.spillway.local.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** Moto, an S3 that nobody here wrote, as a process of its own where it is installed. */
record MotoServer(Process process, URI endpoint) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Skips the tests where moto isn't installed. */
    static MotoServer start() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process;
        try {
            process =
                    new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", "" + port)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            assumeTrue(
                    false,
                    "moto_server is not installed, so nothing is compared with it: "
                            + e.getMessage()
                            + ". Try pip install 'moto[server]==5.2.1'.");
            throw e;
        }
        var moto = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
        moto.await();
        return moto;
    }

    private void await() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                assumeTrue(false, "moto_server does not start, so nothing is compared with it");
            }
            process.waitFor(Duration.ofMillis(50));
        }
    }

    private boolean accepts() {
        try (var _ = new Socket(endpoint.getHost(), endpoint.getPort())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
