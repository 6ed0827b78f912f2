package io.spillway.legacy;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.telemetry.LogContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program from its start until it and all it started have ended. For one thread. */
final class RunningProgram {

    /** Between two looks at the host's wish to stop, the time limit and the program's children. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Process process;
    private final LegacyContract contract;
    private final Consumer<String> log;
    private final long started = System.nanoTime();
    private final TailOfOutput errors = new TailOfOutput();
    private final ProcessFamily family;
    private final Drains drains = new Drains();

    /**
     * @param mark in the program's environment
     */
    RunningProgram(Process process, String mark, LegacyContract contract, Consumer<String> log) {
        this.process = process;
        this.contract = contract;
        var context = LogContext.current(); // lines come from threads of their own
        this.log = line -> context.run(() -> log.accept(line));
        this.family = new ProcessFamily(process.toHandle(), mark);
        drains.add(process.getInputStream(), line -> this.log.accept("stdout | " + line));
        drains.add(process.getErrorStream(), this::takeError);
    }

    /**
     * Waits until the program exits, its time is up or the host wants to stop. However this ends,
     * nothing of the program is left running.
     *
     * @throws StageFailure if its time was up
     * @throws InterruptedException if the host wants to stop
     */
    ProgramRun await(Work work) throws StageFailure, InterruptedException {
        try {
            while (!process.waitFor(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
                family.look();
                work.checkStop();
                work.progress().at(work.input().size(), 0);
                demandTime(work);
            }
        } finally {
            endAll();
        }
        return soFar(work, process.exitValue());
    }

    private void demandTime(Work work) throws StageFailure {
        var limit = contract.timeLimit();
        if (limit.isEmpty() || elapsed().compareTo(limit.get()) < 0) {
            return;
        }
        endAll(); // first, so that the message has the last words too
        var run = soFar(work, ProgramRun.STOPPED);
        throw new StageFailure.Bug(
                "Cannot run %s: it wasn't done after %s, its time limit, and was stopped. Raise timeLimit in the definition if it needs longer. %s"
                        .formatted(run.subject(), Durations.format(limit.get()), run.evidence()));
    }

    private void endAll() {
        var immortal = process.isAlive() ? family.stop(contract.grace()) : killLeftovers();
        if (!immortal.isEmpty()) {
            log.accept("spillway | SIGKILL did not end %s".formatted(pids(immortal)));
        }
        drains.close();
    }

    /** A program that has exited is done: what it leaves behind has no grace. */
    private List<ProcessHandle> killLeftovers() {
        var left = family.living();
        if (left.isEmpty()) {
            return left;
        }
        log.accept("spillway | killing what outlived the program: %s".formatted(pids(left)));
        return family.kill();
    }

    private ProgramRun soFar(Work work, int status) {
        return new ProgramRun(
                contract.command().getFirst(),
                work.input().object().location(),
                status,
                elapsed(),
                errors.lines());
    }

    private void takeError(String line) {
        errors.add(line);
        log.accept("stderr | " + line);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static List<String> pids(List<ProcessHandle> processes) {
        return processes.stream().map(process -> "process " + process.pid()).toList();
    }
}
