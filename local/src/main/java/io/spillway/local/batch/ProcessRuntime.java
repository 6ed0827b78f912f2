package io.spillway.local.batch;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a container as a child process.
 *
 * <p>An image is a program with its first arguments; the job's command follows them. The child gets
 * the job's environment, that of the host, a {@code PATH}, and nothing else; nothing passes through
 * a shell. What holds more memory than the job asked for is killed within a moment; vCPUs aren't
 * limited.
 */
public final class ProcessRuntime implements ContainerRuntime {

    /** What an image runs. */
    @FunctionalInterface
    public interface EntryPoint {

        /** The program and its first arguments, for a container of that size. */
        List<String> command(FargateSize size);
    }

    private final Map<String, EntryPoint> images;
    private final Map<String, String> hostEnvironment;
    private final KernelKills kernel;

    /**
     * @param images what each image runs
     * @param hostEnvironment what a host gives to all its containers, such as credentials; the
     *     job's own variables come first
     */
    public ProcessRuntime(Map<String, List<String>> images, Map<String, String> hostEnvironment) {
        this(entryPoints(images), hostEnvironment, KernelKills.here());
    }

    private ProcessRuntime(
            Map<String, EntryPoint> images,
            Map<String, String> hostEnvironment,
            KernelKills kernel) {
        this.images = Map.copyOf(images);
        this.hostEnvironment = Map.copyOf(hostEnvironment);
        this.kernel = kernel;
    }

    /** As the constructor, for images that run something else in each size. */
    public static ProcessRuntime sized(
            Map<String, EntryPoint> images, Map<String, String> hostEnvironment) {
        return new ProcessRuntime(images, hostEnvironment, KernelKills.here());
    }

    private static Map<String, EntryPoint> entryPoints(Map<String, List<String>> images) {
        var entryPoints = new HashMap<String, EntryPoint>();
        images.forEach((image, command) -> entryPoints.put(image, _ -> command));
        return entryPoints;
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        var entryPoint = images.get(spec.image());
        if (entryPoint == null) {
            throw new ImageNotFound(
                    "image %s not found, there are: %s"
                            .formatted(spec.image(), images.keySet().stream().sorted().toList()));
        }
        var command = new ArrayList<>(entryPoint.command(spec.size()));
        command.addAll(spec.command());
        var builder =
                new ProcessBuilder(command)
                        .directory(spec.directory().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(spec.log().toFile());
        var environment = builder.environment();
        environment.clear();
        environment.putAll(environment(spec));
        return new ChildProcess(
                builder.start(),
                spec.environment().getOrDefault(ChildProcess.MARK, ""),
                spec.size().memoryMib(),
                kernel);
    }

    /** They share no volume, and the end of one would be that of all with the job's id. */
    @Override
    public boolean runsTasks() {
        return false;
    }

    private Map<String, String> environment(ContainerSpec spec) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        environment.putAll(hostEnvironment);
        environment.putAll(spec.environment());
        return environment;
    }
}
