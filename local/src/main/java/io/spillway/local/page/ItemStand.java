package io.spillway.local.page;

import io.spillway.local.view.EndingWord;
import java.time.Instant;

/** How far one work item is, as far as events tell. */
sealed interface ItemStand {

    /** For its job. */
    record Waiting() implements ItemStand {}

    /** In an attempt that told of itself. */
    record Running() implements ItemStand {}

    /** For good, unless it is run again. */
    record Ended(EndingWord ending, Instant at) implements ItemStand {}
}
