package io.spillway.local.batch;

/** Where a job is on its way. Source: AWS Batch User Guide, "Job states". */
enum JobStatus {
    SUBMITTED,
    /** Waits for jobs it depends on or, being an array job, for its children. */
    PENDING,
    RUNNABLE,
    STARTING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    boolean isFinished() {
        return this == SUCCEEDED || this == FAILED;
    }

    /** Whether it holds a place in a compute environment. */
    boolean isPlaced() {
        return this == STARTING || this == RUNNING;
    }
}
