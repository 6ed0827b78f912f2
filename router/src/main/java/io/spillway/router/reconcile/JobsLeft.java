package io.spillway.router.reconcile;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.router.Handled;
import java.io.IOException;
import java.util.List;

/** What is done about jobs that ended, whoever told of it. */
public interface JobsLeft {

    /**
     * The work items that the ledger says are still with a job, or with its children, though it
     * ended. None of a job that isn't the pipeline's.
     */
    List<Task> left(ListedJob ended) throws IOException;

    /** Does what its state change would have led to. */
    Handled handle(EndedJob job) throws IOException;
}
