package io.spillway.runner;

import io.spillway.pipeline.attempt.ClaimedWork;
import io.spillway.pipeline.attempt.Host;
import io.spillway.pipeline.attempt.Limits;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.telemetry.ProcFiles;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The host of a job's attempt: a container, which may work for hours and is told to stop by
 * SIGTERM.
 */
final class JobHost implements Host {

    private static final Logger LOG = System.getLogger(JobHost.class.getName());

    /** Progress is published this often at most. */
    static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(2);

    /** A legacy program may have up to 2 minutes to end, and its stage needs some time then. */
    private static final Duration LONGEST_STOP = Duration.ofMinutes(5);

    private final Worker worker;
    private final Optional<String> jobName;
    private final Path scratch;
    private final long scratchLimit;
    private final Events events;
    private final Clock clock;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicLong programs = new AtomicLong();

    /**
     * @param jobName as it was submitted
     * @param scratchLimit most bytes in {@code scratch}, whatever a phase asked for
     */
    JobHost(
            Worker worker,
            Optional<String> jobName,
            Path scratch,
            long scratchLimit,
            Events events,
            Clock clock) {
        this.worker = worker;
        this.jobName = jobName;
        this.scratch = scratch;
        this.scratchLimit = scratchLimit;
        this.events = events;
        this.clock = clock;
    }

    /** Asks the attempt to stop. */
    void stop() {
        stopping.set(true);
    }

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public Optional<String> jobName() {
        return jobName;
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public Limits limits(Phase phase, WorkItem item) {
        var asked = phase.batch().map(needs -> needs.disk().bytes()).orElse(Long.MAX_VALUE);
        return new Limits(
                deadline(),
                Long.MAX_VALUE,
                Math.min(asked, scratchLimit),
                Long.MAX_VALUE,
                LONGEST_STOP);
    }

    @Override
    public TransferMemory transferMemory() {
        return TransferMemory.ofThisProcess();
    }

    @Override
    public OptionalLong peakMemory() {
        return ProcFiles.peakMemory();
    }

    @Override
    public Optional<Duration> processorTime() {
        return ProcFiles.processorTime();
    }

    @Override
    public void programsHold(long bytes) {
        programs.accumulateAndGet(bytes, Math::max);
    }

    /** Most bytes that the programs of a stage held so far; 0 where there were none. */
    long programsPeakMemory() {
        return programs.get();
    }

    @Override
    public boolean isStopping() {
        return stopping.get();
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public void started(ClaimedWork work) {
        tell(work, new PhaseEvent.Happening.Started(worker));
    }

    @Override
    public Progress progress(ClaimedWork work) {
        var last = new AtomicReference<>(work.claimedAt());
        return (done, total) -> {
            var now = clock.instant();
            var previous = last.get();
            if (Duration.between(previous, now).compareTo(BETWEEN_PROGRESS) >= 0
                    && last.compareAndSet(previous, now)) {
                tell(work, new PhaseEvent.Happening.Progressed(done, total));
            }
        };
    }

    /** What is told on the way is for onlookers: where it can't be told, the work goes on. */
    private void tell(ClaimedWork work, PhaseEvent.Happening happening) {
        try {
            events.publish(
                    List.of(
                            PhaseEvent.of(
                                    clock.instant(),
                                    work.item(),
                                    work.route(),
                                    work.attempt(),
                                    happening)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Not told: {0}: {1}", happening.status(), e.getMessage());
        }
    }
}
