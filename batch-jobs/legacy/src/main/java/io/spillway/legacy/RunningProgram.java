package io.spillway.legacy;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.ProgressPattern.Reading;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.telemetry.LogContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A program from its start until it and all it started have ended. For one thread. */
final class RunningProgram {

    /** Between two looks at the host's wish to stop, the limits and the program's children. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Process process;
    private final LegacyContract contract;
    private final Path standardOutput;
    private final CappedLog log;
    private final LongSupplier nanoTime;
    private final long started;
    private final WatchedOutput output;
    private final ProcessFamily family;
    private final Drains drains = new Drains();

    /**
     * @param mark in the program's environment
     * @param standardOutput the file that takes standard output where that is the result
     * @param nanoTime by which limits count
     */
    RunningProgram(
            Process process,
            String mark,
            LegacyContract contract,
            Path standardOutput,
            Consumer<String> log,
            LongSupplier nanoTime) {
        this.process = process;
        this.contract = contract;
        this.standardOutput = standardOutput;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        var context = LogContext.current(); // lines come from threads of their own
        this.log = new CappedLog(line -> context.run(() -> log.accept(line)));
        this.output = new WatchedOutput(contract, this.log::add, nanoTime);
        this.family = new ProcessFamily(process.toHandle(), mark);
        drains.add(process.getInputStream(), output::heard, output::standardOutput);
        drains.add(process.getErrorStream(), output::heard, output::errorOutput);
    }

    /**
     * Waits until the program exits, meets a limit or the host wants to stop. However this ends,
     * nothing of the program is left running.
     *
     * @throws InterruptedException if the host wants to stop
     */
    ProgramRun await(Work work) throws InterruptedException {
        try {
            while (!process.waitFor(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
                family.look();
                work.programsHold(family.peakMemory());
                work.checkStop();
                tellProgress(work);
                var limit = limitMet();
                if (limit.isPresent()) {
                    endAll(); // first, so that its last words count too
                    return ended(work, limit.get());
                }
            }
        } finally {
            endAll();
        }
        return ended(work, new RunEnd.Exited(process.exitValue()));
    }

    private void tellProgress(Work work) {
        if (contract.progress().isEmpty()) {
            work.progress().at(work.input().size(), 0);
        } else {
            var read = output.progress().orElse(new Reading(0, 0));
            work.progress().at(read.done(), read.total());
        }
    }

    private Optional<RunEnd> limitMet() {
        return contract.timeLimit()
                .filter(limit -> elapsed().compareTo(limit) >= 0)
                .<RunEnd>map(RunEnd.OutOfTime::new)
                .or(() -> silenceLimit().map(RunEnd.Silent::new));
    }

    private Optional<Duration> silenceLimit() {
        if (contract.output() == OutputMode.STDOUT) {
            output.resultHolds(sizeOfResult());
        }
        return contract.silence().filter(limit -> output.silentFor().compareTo(limit) >= 0);
    }

    private long sizeOfResult() {
        try {
            return Files.size(standardOutput);
        } catch (IOException _) {
            return 0; // the program may have removed it: then nothing is heard from it any more
        }
    }

    private void endAll() {
        var immortal = process.isAlive() ? family.stop(contract.grace()) : killLeftovers();
        if (!immortal.isEmpty()) {
            log.say("SIGKILL did not end %s".formatted(pids(immortal)));
        }
        drains.close();
        log.close();
    }

    /** A program that has exited is done: what it leaves behind has no grace. */
    private List<ProcessHandle> killLeftovers() {
        var left = family.living();
        if (left.isEmpty()) {
            return left;
        }
        log.say("killing what outlived the program: %s".formatted(pids(left)));
        return family.kill();
    }

    private ProgramRun ended(Work work, RunEnd end) {
        return new ProgramRun(
                contract.command().getFirst(),
                work.input().object().location(),
                end,
                elapsed(),
                output.rule(),
                output.lastErrors());
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - started);
    }

    private static List<String> pids(List<ProcessHandle> processes) {
        return processes.stream().map(process -> "process " + process.pid()).toList();
    }
}
