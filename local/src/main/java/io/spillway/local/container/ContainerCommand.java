package io.spillway.local.container;

import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.Mount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line that runs one container, argument by argument. */
final class ContainerCommand {

    /** Of all of a container's threads; far more than a job has, far fewer than a machine. */
    private static final int MOST_THREADS = 2_048;

    private final boolean podman;
    private final int processors;

    /**
     * @param processors of this machine: an engine refuses to give more of them
     */
    ContainerCommand(boolean podman, int processors) {
        this.podman = podman;
        this.processors = processors;
    }

    /**
     * Its output goes to whoever gives the command, who doesn't hand signals on.
     *
     * @param labels by which it is found again
     * @param environment all of it
     */
    List<String> of(
            ContainerSpec spec, String name, List<String> labels, Map<String, String> environment) {
        var command = new ArrayList<>(List.of("run", "--name", name, "--pull", "never"));
        labels.forEach(label -> command.addAll(List.of("--label", label)));
        command.addAll(
                List.of(
                        "--attach=stdout",
                        "--attach=stderr",
                        "--sig-proxy=false",
                        "--log-driver=none",
                        "--network=host"));
        addLimits(command, spec);
        addSurroundings(command, spec);
        environment.forEach((key, value) -> command.addAll(List.of("--env", key + "=" + value)));
        command.add(spec.image());
        command.addAll(spec.command());
        return command;
    }

    private void addLimits(List<String> command, ContainerSpec spec) {
        var memory = spec.size().memoryMib() + "m";
        var vcpus = BigDecimal.valueOf(spec.size().milliVcpus(), 3).min(new BigDecimal(processors));
        command.addAll(
                List.of(
                        "--memory=" + memory,
                        "--memory-swap=" + memory,
                        "--cpus=" + vcpus.stripTrailingZeros().toPlainString(),
                        "--pids-limit=" + MOST_THREADS));
    }

    private void addSurroundings(List<String> command, ContainerSpec spec) {
        var surroundings = spec.surroundings();
        surroundings
                .user()
                .ifPresent(
                        user -> {
                            command.add("--user=" + user);
                            if (!isRoot(user)) {
                                command.add("--cap-drop=ALL");
                                command.add("--security-opt=no-new-privileges");
                            }
                        });
        if (surroundings.readOnlyRoot()) {
            command.add("--read-only");
            if (podman) {
                command.add("--read-only-tmpfs=false");
            }
        }
        if (surroundings.init()) {
            command.add("--init");
        }
        surroundings.mounts().forEach(mount -> command.add("--mount=" + argument(mount)));
    }

    private static boolean isRoot(String user) {
        return user.matches("(root|0+)(:.*)?");
    }

    private static String argument(Mount mount) {
        return "type=volume,source=%s,destination=%s%s"
                .formatted(mount.volume(), mount.path(), mount.readOnly() ? ",readonly" : "");
    }
}
