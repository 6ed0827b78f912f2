package io.spillway.local.batch;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a container as a child process.
 *
 * <p>An image is a program with its first arguments; the job's command follows them. The child gets
 * the job's environment, that of the host, a {@code PATH}, and nothing else; nothing passes through
 * a shell. Memory and vCPUs aren't limited, so a job never dies for its memory.
 */
public final class ProcessRuntime implements ContainerRuntime {

    private final Map<String, List<String>> images;
    private final Map<String, String> hostEnvironment;

    /**
     * @param images what each image runs
     * @param hostEnvironment what a host gives to all its containers, such as credentials; the
     *     job's own variables come first
     */
    public ProcessRuntime(Map<String, List<String>> images, Map<String, String> hostEnvironment) {
        this.images = Map.copyOf(images);
        this.hostEnvironment = Map.copyOf(hostEnvironment);
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        var entryPoint = images.get(spec.image());
        if (entryPoint == null) {
            throw new ImageNotFound(
                    "image %s not found, there are: %s"
                            .formatted(spec.image(), images.keySet().stream().sorted().toList()));
        }
        var command = new ArrayList<>(entryPoint);
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
                builder.start(), spec.environment().getOrDefault(ChildProcess.MARK, ""));
    }

    private Map<String, String> environment(ContainerSpec spec) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        environment.putAll(hostEnvironment);
        environment.putAll(spec.environment());
        return environment;
    }
}
