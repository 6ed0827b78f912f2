package io.spillway.local.batch;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.files.DirectoryTree;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Runs attempts, each in a virtual thread of its own, and writes down how they end. */
final class AttemptRunner {

    private static final System.Logger LOG = System.getLogger(AttemptRunner.class.getName());

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    /** Source: Amazon ECS Developer Guide, "Amazon ECS task metadata endpoint version 4". */
    private static final String METADATA_VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";

    /** The path below which tasks are told of. */
    static final String TASKS = "/v4/";

    private final Path directory;
    private final BatchState state;
    private final ContainerRuntime runtime;
    private final Faults faults;
    private final Duration stopGrace;
    private final Supplier<URI> endpoint;

    /** Those of several containers, by the names of their attempts. */
    private final Map<String, TaskRun> tasks = new ConcurrentHashMap<>();

    /** By job id; the state's monitor guards it. */
    private final Map<String, RunningAttempt> running = new HashMap<>();

    /**
     * @param endpoint where tasks are told of
     */
    AttemptRunner(
            Path directory,
            BatchState state,
            ContainerRuntime runtime,
            Faults faults,
            Duration stopGrace,
            Supplier<URI> endpoint) {
        this.directory = directory;
        this.state = state;
        this.runtime = runtime;
        this.faults = faults;
        this.stopGrace = stopGrace;
        this.endpoint = endpoint;
    }

    /** Starts the attempt of a job that is STARTING. */
    void start(Job job) {
        var grace = job.container().stopTimeout().orElse(stopGrace);
        var attempt = new RunningAttempt(grace);
        running.put(job.id(), attempt);
        Thread.ofVirtual().name("job-" + job.id()).start(() -> run(job, attempt));
    }

    /** Asks the container of a job to stop, if it has one. */
    void terminate(String jobId) {
        end(jobId, RunningAttempt.Ending.TERMINATED);
    }

    /** As {@link #terminate}, and the attempt's end says why. */
    void timeOut(String jobId) {
        end(jobId, RunningAttempt.Ending.TIMED_OUT);
    }

    private void end(String jobId, RunningAttempt.Ending ending) {
        var attempt = running.get(jobId);
        if (attempt != null) {
            attempt.end(ending);
        }
    }

    /**
     * Gives up an attempt of a former life: what is left of its container is killed, and its end
     * says that its host vanished.
     */
    void giveUp(Job job) {
        var current = job.state().current().orElseThrow();
        runtime.killRemains(
                new ContainerRuntime.Remains(
                        job.id(), current.processId(), current.processStartedAt()));
        deleteWorkDirectory(job);
        record(job.id(), AttemptEnd.hostLost());
    }

    /**
     * Kills all containers and waits until they have ended. The state is closed by now, so nothing
     * is written down: to the next life their host has vanished.
     */
    void close() {
        synchronized (state) {
            running.values().forEach(attempt -> attempt.end(RunningAttempt.Ending.HOST_LOST));
            var deadline = System.nanoTime() + CLOSE_WAIT.toNanos();
            try {
                while (!running.isEmpty() && System.nanoTime() < deadline) {
                    state.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What resists is left: it costs room, not correctness. */
    private void deleteWorkDirectory(Job job) {
        try {
            DirectoryTree.delete(workDirectory(job));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Directory left behind: {0}", e.toString());
        }
    }

    private void run(Job job, RunningAttempt attempt) {
        try {
            var end = runContainer(job, attempt);
            if (!job.container().volumes().isEmpty()) {
                runtime.attemptOver(Job.attemptName(job.id(), job.state().attemptNumber()));
            }
            deleteWorkDirectory(job);
            record(job.id(), end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AttemptEnd runContainer(Job job, RunningAttempt attempt) throws InterruptedException {
        RunningContainer container;
        try {
            container = startTask(job);
        } catch (ImageNotFound e) {
            return AttemptEnd.notPulled(e.getMessage());
        } catch (IOException | RuntimeException e) {
            return AttemptEnd.notStarted(e.toString());
        }
        synchronized (state) {
            if (!state.isClosed()) {
                var now = state.job(job.id()).orElseThrow();
                state.move(now, JobTransitions.running(now.state(), container, state.now()));
            }
        }
        attempt.started(container);
        if (faults.strikes(FaultKind.KILLED_JOB)) {
            var delay = Duration.ofMillis(faults.pick(1_000));
            attempt.endAfter(delay, RunningAttempt.Ending.HOST_LOST);
        }
        if (faults.strikes(FaultKind.RECLAIMED_JOB)) {
            var delay = Duration.ofMillis(faults.pick(4_000));
            attempt.endAfter(delay, RunningAttempt.Ending.RECLAIMED);
        }
        var end = attempt.ended(container.await());
        return container instanceof TaskRun task ? end.with(task.others()) : end;
    }

    private RunningContainer startTask(Job job) throws IOException {
        var containers = job.containers();
        if (containers.size() == 1) {
            return runtime.start(spec(job, containers.getFirst(), job.size(), Map.of()));
        }
        if (!runtime.runsTasks()) {
            throw new IOException(
                    "a task of %d containers can't run in processes, which share no volume: run it in containers"
                            .formatted(containers.size()));
        }
        var name = Job.attemptName(job.id(), job.state().attemptNumber());
        var told = Map.of(METADATA_VARIABLE, endpoint.get() + TASKS + name);
        var specs = new ArrayList<ContainerSpec>();
        for (var container : containers) {
            // Processors are shared in a task: who doesn't use its own leaves it to the others.
            var size = new FargateSize(job.size().milliVcpus(), container.asked().memoryMib());
            specs.add(spec(job, container, size, told));
        }
        var task = new TaskRun(runtime, containers, specs, stopGrace);
        tasks.put(name, task); // its first container may ask at once
        task.start();
        return task;
    }

    /**
     * What Amazon ECS tells the containers of a task about each other.
     *
     * @param attempt its name
     */
    Optional<JsonObject> taskMetadata(String attempt) {
        return Optional.ofNullable(tasks.get(attempt)).map(TaskRun::metadata);
    }

    private void record(String jobId, AttemptEnd end) {
        synchronized (state) {
            state.job(jobId)
                    .ifPresent(
                            job ->
                                    tasks.remove(
                                            Job.attemptName(jobId, job.state().attemptNumber())));
            running.remove(jobId);
            if (!state.isClosed()) {
                var job = state.job(jobId).orElseThrow();
                state.move(
                        job,
                        JobTransitions.ended(job, end, state.jobs().frontPlace(), state.now()));
            }
            state.notifyAll();
        }
    }

    /**
     * @param more variables that its host adds
     */
    private ContainerSpec spec(
            Job job, ContainerDefinition container, FargateSize size, Map<String, String> more)
            throws IOException {
        var attempt = Job.attemptName(job.id(), job.state().attemptNumber());
        var isMain = container.name().equals(job.container().name());
        var name = isMain ? attempt : attempt + "-" + container.name();
        var environment = environment(job, container);
        environment.putAll(more);
        var work = Files.createDirectories(workDirectory(job));
        Files.createDirectories(directory.resolve("logs"));
        return new ContainerSpec(
                attempt,
                name,
                container.image(),
                container.command(),
                environment,
                size,
                container.surroundings(attempt),
                work,
                directory.resolve("logs").resolve(name + ".log"));
    }

    /** Where the output of an attempt is kept. */
    Path log(String jobId, int attempt) {
        return directory.resolve("logs").resolve(Job.attemptName(jobId, attempt) + ".log");
    }

    private Path workDirectory(Job job) {
        return directory
                .resolve("work")
                .resolve(Job.attemptName(job.id(), job.state().attemptNumber()));
    }

    /** Source: AWS Batch User Guide, "AWS Batch job environment variables". */
    private static Map<String, String> environment(Job job, ContainerDefinition container) {
        var environment = new LinkedHashMap<>(container.environment());
        environment.put("AWS_BATCH_JOB_ID", job.id());
        environment.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(job.state().attemptNumber()));
        job.index()
                .ifPresent(
                        index -> {
                            environment.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(index));
                            environment.put(
                                    "AWS_BATCH_JOB_ARRAY_SIZE",
                                    Integer.toString(job.arraySize().orElseThrow()));
                        });
        environment.put("AWS_BATCH_JQ_NAME", job.queue());
        environment.put("AWS_BATCH_CE_NAME", job.state().current().orElseThrow().environment());
        return environment;
    }
}
