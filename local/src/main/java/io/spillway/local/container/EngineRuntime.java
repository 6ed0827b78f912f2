package io.spillway.local.container;

import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.ImageNotFound;
import io.spillway.local.batch.Mount;
import io.spillway.local.batch.RunningContainer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a container in a container engine: with its memory, vCPUs, user, read-only root and volumes
 * as the job definition says, on the host's network.
 *
 * <p>Containers and volumes carry the label of the run. What a run that was killed has left is
 * removed when the next one of the same name begins, and on {@link #close}.
 */
public final class EngineRuntime implements ContainerRuntime, AutoCloseable {

    private static final Logger LOG = System.getLogger(EngineRuntime.class.getName());

    private static final String RUN = "io.spillway.run=";
    private static final String JOB = "io.spillway.job=";
    private static final String ATTEMPT = "io.spillway.attempt=";
    private static final String JOB_ID = "AWS_BATCH_JOB_ID";
    private static final long BETWEEN_LOOKS_MILLIS = 25;

    private final ContainerEngine engine;
    private final String run;
    private final Supplier<Map<String, String>> hostEnvironment;
    private final ContainerCommand command;

    /**
     * Removes what a former run of this name left.
     *
     * @param run tells the containers of this run from all others of the engine, the same after a
     *     restart: the path of the run's state, for example
     * @param hostEnvironment what a host gives to all its containers, such as credentials; the
     *     job's own variables come first. Asked for when a container starts
     */
    public EngineRuntime(
            ContainerEngine engine, String run, Supplier<Map<String, String>> hostEnvironment)
            throws IOException {
        this.engine = engine;
        this.run = RUN + run;
        this.hostEnvironment = hostEnvironment;
        this.command =
                new ContainerCommand(engine.isPodman(), Runtime.getRuntime().availableProcessors());
        engine.removeAll(this.run);
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        for (var mount : spec.surroundings().mounts()) {
            make(mount, spec);
        }
        var name = "spillway-" + spec.name();
        var environment = new LinkedHashMap<>(hostEnvironment.get());
        environment.putAll(spec.environment());
        var jobId = environment.getOrDefault(JOB_ID, "");
        var client =
                engine.start(
                        command.of(spec, name, List.of(run, JOB + jobId), environment), spec.log());
        return new EngineContainer(engine, name, client, started(spec, name, client));
    }

    private void make(Mount mount, ContainerSpec spec) throws IOException {
        var volume = mount.volume();
        var answer =
                engine.run(
                        List.of(
                                "volume",
                                "create",
                                "--label",
                                run,
                                "--label",
                                ATTEMPT + spec.attempt(),
                                volume));
        if (!answer.isYes() && !engine.run("volume", "inspect", volume).isYes()) {
            throw new IOException(
                    "no volume %s: %s"
                            .formatted(volume, ContainerEngine.lastLine(answer.errors())));
        }
    }

    private EngineState started(ContainerSpec spec, String name, Process client)
            throws IOException {
        try {
            while (true) {
                var isOver = !client.isAlive();
                var state = engine.state(name);
                if (state.filter(EngineState::hasRun).isPresent()) {
                    return state.get();
                }
                if (isOver) {
                    throw refusal(spec, name);
                }
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            client.destroyForcibly();
            engine.begin("rm", "--force", "--volumes", name);
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while %s was starting.".formatted(name), e);
        }
    }

    private IOException refusal(ContainerSpec spec, String name) throws IOException {
        engine.run("rm", "--force", "--volumes", name);
        if (!engine.hasImage(spec.image())) {
            return new ImageNotFound(
                    "image %s not found in %s".formatted(spec.image(), engine.program()));
        }
        var said = new String(Files.readAllBytes(spec.log()), StandardCharsets.UTF_8);
        return new IOException(ContainerEngine.lastLine(said));
    }

    @Override
    public void attemptOver(String attempt) {
        quietly(() -> engine.removeAll(ATTEMPT + attempt));
    }

    @Override
    public void killRemains(Remains remains) {
        ContainerRuntime.super.killRemains(remains);
        quietly(() -> engine.removeAll(JOB + remains.jobId()));
    }

    /** Removes all containers and volumes of this run. */
    @Override
    public void close() {
        quietly(() -> engine.removeAll(run));
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void quietly(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Containers may be left behind: {0}", e.getMessage());
        }
    }
}
