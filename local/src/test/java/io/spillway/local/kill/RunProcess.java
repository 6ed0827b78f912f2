package io.spillway.local.kill;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * {@code spillway run} as a process in a session of its own, so that it and all its jobs can be
 * killed by one signal. What it prints goes to a file.
 */
final class RunProcess {

    private final Process process;
    private final Path log;
    private final long begin = System.nanoTime();

    private RunProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param jar the command line's
     */
    static RunProcess start(Path jar, Path pipeline, Path state, Path log) throws IOException {
        return start(jar, pipeline, state, log, List.of("--concurrency", "4", "--max-vcpus", "2"));
    }

    /**
     * @param options further ones of {@code spillway run}
     */
    static RunProcess start(Path jar, Path pipeline, Path state, Path log, List<String> options)
            throws IOException {
        var command = new ArrayList<String>();
        // Replaces itself by the program, so that its process id is the program's and the
        // session's.
        command.add("setsid");
        command.addAll(java(jar));
        command.addAll(List.of("run", pipeline.toString(), "--once", "--plain"));
        command.addAll(List.of("--state", state.toString()));
        command.addAll(options);
        var process =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new RunProcess(process, log);
    }

    /** As the launcher starts it. */
    private static List<String> java(Path jar) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        var cache = jar.resolveSibling("spillway.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
            command.addAll(List.of("-Xlog:aot*=off", "-Xlog:cds*=off", "-Dspillway.aot=" + cache));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** Its process id, and that of its session and process group. */
    long id() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit status; empty if it is still running after this time. */
    OptionalInt awaitExit(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** How long ago it was started. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Its jobs and what they have started. */
    List<ProcessHandle> jobs() {
        return process.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** Kills it alone; its jobs become orphans. */
    void killProgram() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills it and its jobs by one signal. */
    void killTree() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -KILL -%d".formatted(id()))
                .inheritIO()
                .start()
                .waitFor();
        process.waitFor();
    }

    /** Whether all its services are up: it then says where they are. */
    boolean hasStarted() throws IOException {
        return Files.size(log) > 0;
    }

    /** The last thing that it printed. */
    String lastLine() throws IOException {
        var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip().lines();
        return lines.reduce("still starting", (_, next) -> next.strip());
    }
}
