package io.spillway.router;

import io.spillway.pipeline.attempt.Limits;
import io.spillway.pipeline.attempt.Memory;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.work.WorkItem;

import java.time.Instant;

/**
 * What the function has, for all its attempts together.
 *
 * @param safe bytes of memory that may be in use
 * @param scratch bytes that may lie in its scratch directory
 */
record AttemptLimits(Memory memory, long safe, long scratch) {

    /**
     * Share of the heap that may be in use: the rest is for the end of attempts, and for garbage
     * between collections.
     */
    private static final double SAFE = 0.8;

    /**
     * Bytes of {@code /tmp}. Source: AWS Lambda Developer Guide, "Configure ephemeral storage": 512
     * MB unless configured; a twentieth is left for others than attempts.
     */
    static final long DEFAULT_SCRATCH = 512_000_000 / 20 * 19;

    static AttemptLimits ofThisProcess(Memory memory, long scratch) {
        var heap = Runtime.getRuntime().maxMemory();
        return new AttemptLimits(memory, (long) (heap * SAFE), scratch);
    }

    /**
     * The limit on what is written holds for packed inputs, since only there outputs are as large
     * as the size after unpacking that the phase limits.
     */
    Limits of(Phase phase, WorkItem item, Instant deadline) {
        var written =
                item.type().isPacked()
                        ? phase.inline().orElse(InlineLimits.DEFAULT).upTo().bytes()
                        : Long.MAX_VALUE;
        return new Limits(deadline, safe, scratch, written, Limits.GRACE);
    }
}
