package io.spillway.pipeline.stage;

import java.io.IOException;

/**
 * The work of a phase on one input object.
 *
 * <p>The same class runs inside the function and inside a Batch container. An attempt may be
 * repeated, or run twice at once by two hosts that don't know of each other: whatever a stage does
 * besides writing to {@link Work#outputs} must stand that. Given the same input and settings, a
 * stage writes the same outputs under the same names, byte for byte.
 *
 * <p>A stage streams: the memory it needs doesn't grow with its input. One instance may run several
 * work items at once, each in a thread of its own; it keeps nothing between them.
 */
public interface Stage {

    /**
     * Processes one input object.
     *
     * @throws StageFailure if it can't be done; the failure tells whether another attempt may help
     * @throws IOException if an input couldn't be read or an output not written. The stage lets
     *     these pass: the store has already decided whether another attempt may help
     * @throws InterruptedException if the host asks the attempt to stop
     */
    void run(Work work) throws StageFailure, IOException, InterruptedException;
}
