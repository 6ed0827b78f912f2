package io.spillway.local.cli;

import io.spillway.local.run.LocalRun;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import java.io.IOException;

/** Runs pipelines in this process. */
record RunsHere(LocalRun run) implements LocalRuns.ActiveRun {

    static RunsHere start(RunOptions options, RunView view) throws IOException {
        return new RunsHere(LocalRun.start(options, view));
    }

    @Override
    public void untilIdle() throws InterruptedException, IOException {
        run.untilIdle();
    }

    @Override
    public void untilInterrupted() throws InterruptedException, IOException {
        run.untilInterrupted();
    }

    @Override
    public RunReport report() throws IOException {
        return run.report();
    }

    @Override
    public void close() throws IOException {
        run.close();
    }
}
