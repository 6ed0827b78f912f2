package io.spillway.pipeline.job;

import io.spillway.pipeline.work.Failure;

/**
 * What a job container's exit status tells AWS Batch: its retry strategy repeats {@link #TRANSIENT}
 * and gives up on the rest. Source of the numbers: {@code sysexits.h}.
 */
public enum ExitStatus {
    /** The work item is finished, by this attempt or another. */
    DONE(0),
    /** EX_DATAERR: the input isn't what it should be. */
    BAD_INPUT(65),
    /** EX_SOFTWARE: the stage, the program it wraps, or the runner is wrong. */
    BUG(70),
    /** EX_TEMPFAIL: another attempt may succeed. */
    TRANSIENT(75),
    /** EX_CONFIG: the environment or the definition is wrong. */
    CONFIGURATION(78);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /**
     * Of several tasks' statuses the one that their job ends with, in the order in which they stand
     * above, except that {@link #TRANSIENT} comes before all: a job that isn't tried again leaves
     * its other tasks where they are, a job that is tried again skips what has ended.
     */
    public ExitStatus orWorse(ExitStatus other) {
        if (this == TRANSIENT || other == TRANSIENT) {
            return TRANSIENT;
        }
        return compareTo(other) >= 0 ? this : other;
    }

    public static ExitStatus of(Failure.Kind kind) {
        return switch (kind) {
            case REJECTED, BAD_INPUT, INPUT_GONE -> BAD_INPUT;
            case CONFIGURATION -> CONFIGURATION;
            // Another attempt in a container of the same size would end alike.
            case BUG, JOB_FAILED, MEMORY, SCRATCH, EXPANSION -> BUG;
            case TRANSIENT, STOPPED, DEADLINE -> TRANSIENT;
        };
    }
}
