package io.spillway.local.run;

import java.time.Duration;

/**
 * How often a run looks for what was lost and for what is stuck, and what counts as that.
 *
 * @param every between two looks
 * @param quiet how long after an upload, or the end of a job, its event counts as lost; whole
 *     seconds
 * @param stuckAfter how long a job may wait for its container before somebody is told; whole
 *     seconds
 */
public record Looks(Duration every, Duration quiet, Duration stuckAfter) {

    /**
     * Here an event takes milliseconds, and a few seconds where it is delayed on purpose. A job is
     * given up by its queue after ten minutes at the earliest.
     */
    public static final Looks USUAL =
            new Looks(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(5));
}
