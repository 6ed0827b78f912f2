package io.spillway.local.batch;

import io.spillway.local.fault.Faults;
import io.spillway.local.http.LoopbackServer;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * AWS Batch on loopback.
 *
 * <p>Make it, let the journal replay, then {@link #start} it. Jobs that were placed when a former
 * life ended have lost their host, and their retry strategy decides what comes next.
 */
public final class LocalBatch implements AutoCloseable, Journal.Journaled {

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final BatchState state;
    private final AttemptRunner attempts;
    private final Scheduler scheduler;
    private final EventDelivery delivery;
    private final BatchHandler handler;
    private final List<Thread> threads = new ArrayList<>();
    private LoopbackServer server;

    /**
     * @param directory for the logs of jobs and the directories they work in
     * @param events told of every change of a job's status but its submission
     */
    public LocalBatch(
            Path directory,
            Journal journal,
            Faults faults,
            Clock clock,
            ContainerRuntime runtime,
            JobEvents events) {
        this(directory, journal, faults, clock, runtime, events, BatchLimits.AWS);
    }

    /** As the other, with limits that aren't AWS's. */
    public LocalBatch(
            Path directory,
            Journal journal,
            Faults faults,
            Clock clock,
            ContainerRuntime runtime,
            JobEvents events,
            BatchLimits limits) {
        state = new BatchState(journal, clock);
        attempts =
                new AttemptRunner(
                        directory, state, runtime, faults, limits.stopGrace(), this::endpoint);
        scheduler = new Scheduler(state, attempts, faults);
        delivery = new EventDelivery(state, events, faults);
        var rate = new SubmitRate(clock, limits.submitsPerSecond());
        handler = new BatchHandler(state, attempts, rate, limits.shortestTimeLimit(), faults);
    }

    /**
     * Starts serving and working.
     *
     * @param port 0 for a free one
     * @throws IOException if the port is taken
     */
    public void start(int port) throws IOException {
        giveUpLostAttempts();
        server = LoopbackServer.start(port, handler);
        threads.add(Thread.ofPlatform().daemon().name("batch-scheduler").start(scheduler::run));
        threads.add(Thread.ofPlatform().daemon().name("batch-events").start(delivery::run));
    }

    private void giveUpLostAttempts() {
        synchronized (state) {
            state.jobs().unfinished().stream()
                    .filter(job -> job.status().isPlaced())
                    .forEach(attempts::giveUp);
        }
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Whether every job has succeeded or failed, and every event was delivered. */
    public boolean isIdle() {
        synchronized (state) {
            return state.isIdle();
        }
    }

    /**
     * The last lines that an attempt wrote to its standard output and standard error.
     *
     * @param attempt counted from 1
     * @param most how many lines at most
     * @return none if there is no such attempt
     */
    public List<String> lastLogLines(String jobId, int attempt, int most) throws IOException {
        return LogTail.lastLines(attempts.log(jobId, attempt), most);
    }

    @Override
    public String journalName() {
        return state.journalName();
    }

    @Override
    public void apply(JsonObject change) {
        state.apply(change);
    }

    @Override
    public Stream<JsonObject> snapshot() {
        return state.snapshot();
    }

    /** Stops serving and kills what runs. Everything else goes on at the next start. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        state.close();
        attempts.close();
        threads.forEach(LocalBatch::join);
    }

    /** A thread that delivers an event may be busy with that; it is left behind then. */
    private static void join(Thread thread) {
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
