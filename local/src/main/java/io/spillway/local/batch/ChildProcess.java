package io.spillway.local.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A job's process and all that it starts.
 *
 * <p>When a container's first process ends, so do the others. Here they are found by the job's id
 * in their environment, where the system tells it ({@code /proc}); elsewhere only children that
 * have not outlived their parent are found.
 */
final class ChildProcess implements RunningContainer {

    /** The variable by which a process is known to be part of a job. */
    static final String MARK = "AWS_BATCH_JOB_ID";

    private final Process process;
    private final String jobId;
    private final MemoryLimit memory;

    /**
     * @param memoryMib what all its processes may hold together
     */
    ChildProcess(Process process, String jobId, int memoryMib, KernelKills kernel) {
        this.process = process;
        this.jobId = jobId;
        this.memory =
                MemoryLimit.watch(process.toHandle(), (long) memoryMib << 20, this::kill, kernel);
    }

    @Override
    public long processId() {
        return process.pid();
    }

    @Override
    public Optional<Instant> processStartedAt() {
        return process.info().startInstant();
    }

    @Override
    public ContainerExit await() throws InterruptedException {
        var exitCode = process.waitFor();
        killMarked(jobId);
        return new ContainerExit(exitCode, memory.isWhatKilled(exitCode));
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    @Override
    public void kill() {
        killTree(process.toHandle());
        killMarked(jobId);
    }

    /** Kills what is left of a container whose program was killed. */
    static void killRemains(ContainerRuntime.Remains remains) {
        remains.processId().stream()
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .filter(_ -> remains.startedAt().isPresent())
                .filter(found -> found.info().startInstant().equals(remains.startedAt()))
                .forEach(ChildProcess::killTree);
        killMarked(remains.jobId());
    }

    /** Kills a process and those it started, which must not get the time to start more. */
    static void killTree(ProcessHandle first) {
        var descendants = first.descendants().toList();
        first.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills every process that has this job's id in its environment, until there is none. */
    static void killMarked(String jobId) {
        for (var round = 0; round < 10; round++) {
            var marked = marked(jobId).toList();
            if (marked.isEmpty()) {
                return;
            }
            marked.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The processes that have this job's id in their environment. */
    static Stream<ProcessHandle> marked(String jobId) {
        var mark = MARK + "=" + jobId;
        return jobId.isEmpty()
                ? Stream.empty()
                : ProcessHandle.allProcesses().filter(process -> isMarked(process, mark));
    }

    private static boolean isMarked(ProcessHandle process, String mark) {
        try {
            var file = Path.of("/proc", Long.toString(process.pid()), "environ");
            var environment = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return ("\0" + environment).contains("\0" + mark + "\0");
        } catch (IOException e) {
            return false; // it has ended, is another user's, or this system has no /proc
        }
    }
}
