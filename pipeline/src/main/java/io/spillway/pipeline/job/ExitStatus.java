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
