package io.spillway.pipeline.definition;

import java.time.Duration;
import java.util.Optional;

/** What makes objects enter a phase. */
public sealed interface Trigger {

    /** An object landed in the drop bucket. */
    record Upload() implements Trigger {
        // Written out for the sake of cold starts, as in ByteSize.
        @Override
        public boolean equals(Object other) {
            return other instanceof Upload;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Each output of another phase's work item that succeeded. */
    record After(String phase) implements Trigger {}

    /**
     * All outputs of another phase that came of one upload, together, once nothing can add to them
     * any more (fan-in).
     *
     * @param partial what becomes of the set where something on the way to it failed
     * @param within how long to wait, from the upload on, for what is unfinished or failed: at the
     *     end {@code partial} decides. Empty: without limit for what is unfinished, not at all for
     *     what failed
     */
    record AfterEvery(String phase, Partial partial, Optional<Duration> within)
            implements Trigger {}

    /** What becomes of a set that lacks members. */
    enum Partial {
        /** The phase fails, without an attempt, and says what is missing. */
        FAIL,
        /** The phase runs with the members there are. */
        PROCEED
    }
}
