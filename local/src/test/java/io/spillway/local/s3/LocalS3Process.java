package io.spillway.local.s3;

import io.spillway.local.fault.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stand-in in a JVM of its own, which can be killed and kept small. Its targets never take a
 * notification, so that all stay pending.
 */
final class LocalS3Process implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private LocalS3Process(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static LocalS3Process start(Path directory, String... jvmFlags) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmFlags));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(LocalS3Process.class.getName(), directory.toString()));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = output.readLine();
        if (line == null) {
            throw new IOException("The child ended with " + process.onExit().join().exitValue());
        }
        return new LocalS3Process(process, URI.create(line));
    }

    URI endpoint() {
        return endpoint;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }

    /** In the child: serves until it is killed, or its parent is gone. */
    public static void main(String[] args) throws Exception {
        NotificationSink never =
                (_, body) -> {
                    if (body.contains("\"Records\"")) {
                        throw new IOException("never");
                    }
                };
        try (var server = LocalServer.start(Path.of(args[0]), Faults.none(), never)) {
            System.out.println(server.s3().endpoint());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
