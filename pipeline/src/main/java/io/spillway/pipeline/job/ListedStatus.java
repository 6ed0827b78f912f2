package io.spillway.pipeline.job;

/** A status that jobs can be listed by. Source: AWS Batch User Guide, "Job states". */
public enum ListedStatus {
    /** Not looked at yet. */
    SUBMITTED,
    /** Waits for other jobs; an array job, until all its children have ended. */
    PENDING,
    /** Waits for a place. */
    RUNNABLE,
    /** Has a place, and its container doesn't run yet. */
    STARTING,
    SUCCEEDED,
    FAILED
}
