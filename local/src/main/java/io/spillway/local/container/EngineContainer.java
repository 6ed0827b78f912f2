package io.spillway.local.container;

import io.spillway.local.batch.ContainerExit;
import io.spillway.local.batch.RunningContainer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A container of an engine, until it is removed, which it is as soon as it has ended. */
final class EngineContainer implements RunningContainer {

    private static final Logger LOG = System.getLogger(EngineContainer.class.getName());

    /** What a container of which nothing is known any more ended with: a kill. */
    private static final ContainerExit LOST = new ContainerExit(137, false);

    private final ContainerEngine engine;
    private final String name;
    private final long processId;
    private final Optional<Instant> startedAt;
    private final MemoryKills memory;
    private final CompletableFuture<ContainerExit> ended = new CompletableFuture<>();

    /**
     * @param client ends when the container does, unless it is killed itself
     * @param state as it was when the container had started
     */
    EngineContainer(ContainerEngine engine, String name, Process client, EngineState state) {
        this.engine = engine;
        this.name = name;
        this.processId = state.processId();
        this.startedAt =
                ProcessHandle.of(processId).flatMap(process -> process.info().startInstant());
        this.memory = engine.isPodman() ? MemoryKills.watch(processId) : MemoryKills.told();
        Thread.ofVirtual().name("container-" + name).start(() -> ended.complete(end(client)));
    }

    private ContainerExit end(Process client) {
        try {
            client.waitFor();
            var state = engine.state(name);
            if (state.filter(EngineState::isRunning).isPresent()) {
                engine.run("wait", name); // only its client was killed, by Ctrl-C for example
                state = engine.state(name);
            }
            engine.run("rm", "--force", "--volumes", name);
            return state.map(this::exit).orElse(LOST);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Container {0} counts as killed: {1}", name, e.getMessage());
            return LOST;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LOST;
        }
    }

    /** Whatever the kernel killed, a container that succeeded didn't run out of memory. */
    private ContainerExit exit(EngineState state) {
        var outOfMemory = state.outOfMemory() || memory.haveHappened();
        return new ContainerExit(state.exitCode(), outOfMemory && state.exitCode() != 0);
    }

    @Override
    public long processId() {
        return processId;
    }

    @Override
    public Optional<Instant> processStartedAt() {
        return startedAt;
    }

    @Override
    public ContainerExit await() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop(Duration grace) throws InterruptedException {
        signal("TERM");
        try {
            ended.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            kill();
            await();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void kill() {
        signal("KILL");
    }

    /** Doesn't wait for the engine; one that has ended by itself gets none. */
    private void signal(String signal) {
        if (ended.isDone()) {
            return;
        }
        try {
            engine.begin("kill", "--signal", signal, name);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "No signal {0} for {1}: {2}", signal, name, e.getMessage());
        }
    }
}
