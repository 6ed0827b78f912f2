package io.spillway.local.cli;

import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import io.spillway.local.view.Samples;
import io.spillway.pipeline.ledger.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run in which nothing runs: it remembers what was asked and reports what it was given. */
final class FakeRun implements LocalRuns, LocalRuns.ActiveRun {

    final List<Entry> ends = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    Optional<RunOptions> options = Optional.empty();
    Optional<IOException> refusal = Optional.empty();
    Optional<RuntimeException> bug = Optional.empty();
    boolean isInterrupted;
    int deadLetters;

    @Override
    public ActiveRun start(RunOptions asked, RunView view) throws IOException {
        options = Optional.of(asked);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        bug.ifPresent(
                failure -> {
                    throw failure;
                });
        view.started(Samples.info());
        return this;
    }

    @Override
    public void untilIdle() throws InterruptedException {
        waitUntil("idle");
    }

    @Override
    public void untilInterrupted() throws InterruptedException {
        isInterrupted = true;
        waitUntil("interrupted");
    }

    private void waitUntil(String what) throws InterruptedException {
        calls.add(what);
        if (isInterrupted) {
            throw new InterruptedException();
        }
    }

    @Override
    public RunReport report() {
        calls.add("report");
        return Samples.report(ends, deadLetters);
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
