package io.spillway.local.run;

import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.FargateSize;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.batch.RunningContainer;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployer;
import io.spillway.local.deploy.JobImages;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.runner.JobMain;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the job runner's image as a process of this machine's Java, with the services' endpoints in
 * its environment.
 */
public final class JobProcesses implements JobRuntime {

    /**
     * A terminal sends Ctrl-C to all processes in its foreground, jobs too, and a job that dies of
     * it has failed for good. What a shell ignores, the program that takes its place ignores.
     */
    private static final List<String> UNTOUCHED_BY_CTRL_C =
            List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "job");

    private final Path app;
    private final CompletableFuture<ProcessRuntime> processes = new CompletableFuture<>();

    /**
     * @param directory of the pipeline, whose legacy programs are in {@code app} or beside it
     */
    public JobProcesses(Path directory) {
        this.app = directory.resolve("app");
    }

    /**
     * One image for all phases, which stands for this machine's Java.
     *
     * @throws IOException if a phase's program is in an image of its own
     */
    static JobImages images(PipelineDefinition definition) throws IOException {
        for (var phase : definition.phases()) {
            if (phase.stage() instanceof StageSpec.Legacy(var contract)
                    && contract.image().isPresent()) {
                throw new IOException(
                        "Cannot run phase %s in a process: its program is in the image %s. Run the pipeline with --containers."
                                .formatted(phase.name(), contract.image().get()));
            }
        }
        return JobImages.all(Deployer.RUNNER_IMAGE);
    }

    @Override
    public void pointTo(Map<String, URI> endpoints) {
        var environment = new HashMap<>(Clients.ACCOUNT);
        endpoints.forEach((name, endpoint) -> environment.put(name, endpoint.toString()));
        environment.put("SPILLWAY_APP_DIRECTORY", app.toAbsolutePath().toString());
        // The directory of the attempt itself, which goes when its container has ended.
        environment.put("SPILLWAY_SCRATCH", ".");
        processes.complete(
                ProcessRuntime.sized(
                        Map.of(Deployer.RUNNER_IMAGE, JobProcesses::entryPoint), environment));
    }

    /**
     * A Java that runs out of memory ends with the status 3, whatever it has caught. Its heap is a
     * quarter of its container, as it would be by default there; the rest is for buffers, and for
     * the programs that a job starts.
     */
    private static List<String> entryPoint(FargateSize size) {
        var command = new ArrayList<>(UNTOUCHED_BY_CTRL_C);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx%dm".formatted(size.memoryMib() / 4)));
        command.add("--enable-native-access=ALL-UNNAMED");
        warmStart()
                .ifPresent(
                        cache ->
                                command.addAll(
                                        List.of(
                                                "-XX:AOTCache=" + cache,
                                                "-Xlog:aot*=off",
                                                "-Xlog:cds*=off")));
        command.addAll(List.of("-cp", absoluteClassPath(), JobMain.class.getName()));
        return command;
    }

    /** The launcher's cache of loaded classes. It fits a job too: same Java, same jars. */
    private static Optional<String> warmStart() {
        return Optional.ofNullable(System.getProperty("spillway.aot"));
    }

    /** A job works in a directory of its own, from where relative entries would lead elsewhere. */
    private static String absoluteClassPath() {
        var entries = System.getProperty("java.class.path").split(File.pathSeparator);
        return String.join(
                File.pathSeparator,
                Arrays.stream(entries)
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        return processes.join().start(spec);
    }

    @Override
    public boolean runsTasks() {
        return false;
    }

    /** A process goes with its container, and with all that it started. */
    @Override
    public void close() {}
}
