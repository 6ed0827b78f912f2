package io.spillway.local.bench;

import io.spillway.local.deploy.Clients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The AWS command line's own copying, as it is installed here. */
final class AwsCopy {

    private final Map<String, URI> endpoints;

    AwsCopy(Map<String, URI> endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * Copies an object into a file, or a file into an object.
     *
     * @return how long that took; empty where there is no {@code aws}
     */
    Optional<Duration> copy(String from, String to) throws IOException, InterruptedException {
        var command = onPath();
        if (command.isEmpty()) {
            return Optional.empty();
        }
        var process =
                new ProcessBuilder(
                                command.get().toString(),
                                "s3",
                                "cp",
                                "--only-show-errors",
                                "--endpoint-url",
                                endpoints.get("AWS_ENDPOINT_URL_S3").toString(),
                                from,
                                to)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(Clients.ACCOUNT);
        var start = System.nanoTime();
        var status = process.start().waitFor();
        if (status != 0) {
            throw new IOException("aws s3 cp %s %s exited %d.".formatted(from, to, status));
        }
        return Optional.of(Duration.ofNanos(System.nanoTime() - start));
    }

    private static Optional<Path> onPath() {
        for (var directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            var command = Path.of(directory, "aws");
            if (Files.isExecutable(command)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }
}
