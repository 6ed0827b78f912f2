package io.spillway.local.cli;

import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import java.io.IOException;

/** Starts pipelines on this machine. */
@FunctionalInterface
interface LocalRuns {

    /**
     * @throws IOException if something it needs can't be read, written or bound
     * @throws io.spillway.pipeline.definition.MistakenDefinition if the definition can't be used
     */
    ActiveRun start(RunOptions options, RunView view) throws IOException;

    /** A pipeline that runs. */
    interface ActiveRun extends AutoCloseable {

        /** Returns once every file of the folder has been dropped and nothing is left to do. */
        void untilIdle() throws InterruptedException, IOException;

        /** Goes on until this thread is interrupted. */
        void untilInterrupted() throws InterruptedException, IOException;

        /** What it has to show for itself so far. */
        RunReport report() throws IOException;

        /** Stops everything; what was under way goes on with the next run. */
        @Override
        void close() throws IOException;
    }
}
