package io.spillway.local.container;

import io.spillway.pipeline.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The command line of docker or podman. Both are asked for nothing but what they have in common.
 */
public final class ContainerEngine {

    /** Names the engine's program, where it isn't to be looked for. */
    public static final String VARIABLE = "SPILLWAY_CONTAINER_ENGINE";

    private static final List<String> KNOWN = List.of("docker", "podman");
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

    /**
     * What the engine said.
     *
     * @param status 0 if it did what it was told
     */
    record Answer(int status, String output, String errors) {

        boolean isYes() {
            return status == 0;
        }
    }

    private final String program;
    private final boolean podman;

    private ContainerEngine(String program, boolean podman) {
        this.program = program;
        this.podman = podman;
    }

    /**
     * The engine that {@link #VARIABLE} names, else the first of docker and podman that answers.
     *
     * @throws NoContainerEngine if none does, with what each of them said
     */
    public static ContainerEngine find(Map<String, String> environment) throws IOException {
        var named = Optional.ofNullable(environment.get(VARIABLE)).filter(name -> !name.isBlank());
        var refusals = new ArrayList<String>();
        for (var program : named.map(List::of).orElse(KNOWN)) {
            try {
                var answer = new ContainerEngine(program, false).run("ps", "--quiet");
                if (answer.isYes()) {
                    return new ContainerEngine(program, isPodman(program));
                }
                refusals.add("%s: %s".formatted(program, lastLine(answer.errors())));
            } catch (IOException e) {
                refusals.add("%s: %s".formatted(program, e.getMessage()));
            }
        }
        throw new NoContainerEngine(
                "Cannot run jobs in containers: no container engine answers (%s). Install and start docker or podman, or name one in %s."
                        .formatted(String.join("; ", refusals), VARIABLE));
    }

    /** {@code docker} may be podman's stand-in for it. */
    private static boolean isPodman(String program) throws IOException {
        return new ContainerEngine(program, false).run("--version").output().contains("podman");
    }

    /** The program that was found, as it was named. */
    public String program() {
        return program;
    }

    boolean isPodman() {
        return podman;
    }

    /** Whether the engine has this image. It is never asked to fetch one. */
    public boolean hasImage(String image) throws IOException {
        return imageId(image).isPresent();
    }

    /** {@code sha256:} and the digest of the image's configuration, if the engine has it. */
    Optional<String> imageId(String image) throws IOException {
        var answer = run("image", "inspect", "--format", "{{.Id}}", image);
        return answer.isYes()
                ? Optional.of("sha256:" + answer.output().strip().replace("sha256:", ""))
                : Optional.empty();
    }

    /**
     * Takes the images in a tarball, under the names that it gives them.
     *
     * @throws IOException if the engine can't read it
     */
    public void load(Path tarball) throws IOException {
        require("load", "--input", tarball.toString());
    }

    /** A container's state, if there is such a container. */
    Optional<EngineState> state(String container) throws IOException {
        var answer =
                run("inspect", "--type", "container", "--format", "{{json .State}}", container);
        return answer.isYes()
                ? Optional.of(EngineState.of(Json.readObject(answer.output())))
                : Optional.empty();
    }

    /** Removes every container and every volume with this label, running or not. */
    void removeAll(String label) throws IOException {
        var containers = list("ps", "--all", "--quiet", "--filter", "label=" + label);
        if (!containers.isEmpty()) {
            run(with(List.of("rm", "--force", "--volumes"), containers));
        }
        var volumes = list("volume", "ls", "--quiet", "--filter", "label=" + label);
        if (!volumes.isEmpty()) {
            run(with(List.of("volume", "rm", "--force"), volumes));
        }
    }

    private List<String> list(String... arguments) throws IOException {
        return require(arguments).output().lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<String> with(List<String> command, List<String> more) {
        var all = new ArrayList<>(command);
        all.addAll(more);
        return all;
    }

    Answer require(String... arguments) throws IOException {
        var answer = run(arguments);
        if (!answer.isYes()) {
            throw new IOException(
                    "%s %s: status %d: %s"
                            .formatted(
                                    program,
                                    arguments[0],
                                    answer.status(),
                                    lastLine(answer.errors())));
        }
        return answer;
    }

    Answer run(String... arguments) throws IOException {
        return run(List.of(arguments));
    }

    /**
     * Has the engine do something and waits for it.
     *
     * @throws IOException if there is no such program, or it takes longer than two minutes
     */
    Answer run(List<String> arguments) throws IOException {
        var process = builder(arguments).start();
        var errors = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        try {
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(
                        "%s %s gave no answer within %d s."
                                .formatted(
                                        program, arguments.getFirst(), LONGEST_ANSWER.toSeconds()));
            }
            return new Answer(process.exitValue(), output, errors.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while %s was at work.".formatted(program), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // its pipe broke with it
        }
    }

    /** Has the engine do something and doesn't wait for it. */
    void begin(String... arguments) throws IOException {
        builder(List.of(arguments))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Has the engine do something whose output and errors go to a file. */
    Process start(List<String> arguments, Path output) throws IOException {
        return builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(Files.exists(output) ? appendTo(output) : to(output))
                .start();
    }

    private static ProcessBuilder.Redirect to(Path file) {
        return ProcessBuilder.Redirect.to(file.toFile());
    }

    private static ProcessBuilder.Redirect appendTo(Path file) {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    private ProcessBuilder builder(List<String> arguments) {
        return new ProcessBuilder(with(List.of(program), arguments))
                .redirectInput(new File("/dev/null"));
    }

    static String lastLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("Run '"))
                .reduce((_, last) -> last)
                .orElse("it said nothing");
    }
}
