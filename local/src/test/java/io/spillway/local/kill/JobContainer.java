package io.spillway.local.kill;

import io.spillway.legacy.TaskMetadata;
import io.spillway.pipeline.job.ImageTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A container of a job, as the engine's command line names it. What is done to one that has ended
 * by itself has no effect.
 */
record JobContainer(String name, String jobId) {

    /** What a container is to its task. */
    enum Role {
        /** Fetches, waits, commits; of most tasks the only one. */
        RUNNER,
        /** Keeps an untouched image waiting until its input is there. */
        GATE,
        /** An untouched image. */
        PROGRAM
    }

    private static final String ENGINE =
            System.getenv().getOrDefault("SPILLWAY_CONTAINER_ENGINE", "docker");

    /**
     * Below it a container's job isn't in its largest size, after which there is none to go on in:
     * of 16 GiB an untouched image has 15,232 MiB, of 8 GiB 7,040.
     */
    private static final long LARGEST = 14L << 30;

    /** What the job runner beside an untouched image has in all sizes but the first. */
    private static final long RUNNER_IN_LARGER = 1L << 30;

    /** Room that is left before the memory is full. */
    private static final long ROOM = 16 << 20;

    /** The containers of a run that are running. */
    static List<JobContainer> of(Path state) throws IOException, InterruptedException {
        var format = "{{.Names}} {{.Label \"io.spillway.job\"}}";
        var filter = "label=io.spillway.run=" + state.toAbsolutePath();
        return ask("ps", "--filter", filter, "--format", format)
                .lines()
                .map(line -> line.strip().split(" "))
                .filter(words -> words.length == 2)
                .map(words -> new JobContainer(words[0], words[1]))
                .toList();
    }

    Role role() {
        if (name.endsWith("-" + ImageTask.GATE)) {
            return Role.GATE;
        }
        return name.endsWith("-" + ImageTask.PROGRAM) ? Role.PROGRAM : Role.RUNNER;
    }

    /** What all containers of one attempt have in common. */
    String attempt() {
        return switch (role()) {
            case RUNNER -> name;
            case GATE -> name.substring(0, name.length() - ImageTask.GATE.length() - 1);
            case PROGRAM -> name.substring(0, name.length() - ImageTask.PROGRAM.length() - 1);
        };
    }

    /** Whether it has others beside it. */
    boolean isOfTask() throws IOException, InterruptedException {
        var environment = "{{range .Config.Env}}{{println .}}{{end}}";
        return ask("inspect", "--format", environment, name).contains(TaskMetadata.VARIABLE);
    }

    /** Whether it was still there to be struck, and its job may go on in whatever way it has to. */
    boolean strike(ContainerFault fault) throws IOException, InterruptedException {
        return switch (fault) {
            // A program's status 137 means that its memory ran out, whoever killed it.
            case KILL ->
                    (role() != Role.PROGRAM || memory() < LARGEST)
                            && tell("kill", "--signal", "KILL", name);
            case TIME -> tell("pause", name);
            case MEMORY -> fillMemory();
            case SPOT -> throw new IllegalArgumentException("AWS Batch does this itself.");
        };
    }

    /**
     * Leaves it little more memory than it holds, and has another process take that in its cgroup.
     * The kernel is told to prefer the container's own.
     */
    private boolean fillMemory() throws IOException, InterruptedException {
        var id = ask("inspect", "--format", "{{.State.Pid}}", name).strip();
        var mayGoOn =
                role() == Role.GATE || memory() < (hasImageBeside() ? RUNNER_IN_LARGER : LARGEST);
        if (!id.matches("[1-9]\\d*") || !mayGoOn) {
            return false;
        }
        try {
            Files.writeString(Path.of("/proc", id, "oom_score_adj"), "1000");
            var group = group(Files.readString(Path.of("/proc", id, "cgroup")));
            var limit = used(group) + ROOM;
            if (!tell("update", "--memory", "" + limit, "--memory-swap", "" + limit, name)) {
                return false;
            }
            var hog = "echo $$ > \"$1\" && x=$(head -c \"$2\" /dev/zero | tr '\\0' x); exit 0";
            new ProcessBuilder(
                            "sh",
                            "-c",
                            hog,
                            "hog",
                            group.resolve("cgroup.procs").toString(),
                            Long.toString(2 * ROOM))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return true;
        } catch (IOException e) {
            return false; // it ended meanwhile
        }
    }

    private boolean hasImageBeside() throws IOException, InterruptedException {
        return role() == Role.RUNNER && isOfTask();
    }

    /** Its limit in bytes; the largest number there is if it has gone. */
    private long memory() throws IOException, InterruptedException {
        var limit = ask("inspect", "--format", "{{.HostConfig.Memory}}", name).strip();
        return limit.matches("[1-9]\\d*") ? Long.parseLong(limit) : Long.MAX_VALUE;
    }

    private static Path group(String cgroups) throws IOException {
        for (var line : cgroups.lines().toList()) {
            var parts = line.split(":", 3);
            if (parts[1].equals("memory")) {
                return Path.of("/sys/fs/cgroup/memory" + parts[2]);
            }
            if (parts[1].isEmpty() && Files.exists(Path.of("/sys/fs/cgroup/cgroup.procs"))) {
                return Path.of("/sys/fs/cgroup" + parts[2]);
            }
        }
        throw new IOException("no memory cgroup");
    }

    private static long used(Path group) throws IOException {
        var first = group.resolve("memory.usage_in_bytes");
        var file = Files.exists(first) ? first : group.resolve("memory.current");
        return Long.parseLong(Files.readString(file).strip());
    }

    /** The volumes of a run that are there. */
    static List<String> volumes(Path state) throws IOException, InterruptedException {
        var filter = "label=io.spillway.run=" + state.toAbsolutePath();
        return ask("volume", "ls", "--quiet", "--filter", filter).lines().toList();
    }

    private static boolean tell(String... arguments) throws IOException, InterruptedException {
        return start(arguments).waitFor() == 0;
    }

    private static String ask(String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(ENGINE));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
