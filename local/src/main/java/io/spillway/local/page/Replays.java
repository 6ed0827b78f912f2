package io.spillway.local.page;

import java.io.IOException;

/** Has failed work run again. */
@FunctionalInterface
public interface Replays {

    /**
     * Has one work item run again. A second call while the first is under way changes nothing.
     *
     * @param item its id
     * @return what was done, a sentence
     * @throws Refused if it can't be run again as things are
     * @throws IOException if that can't be found out
     */
    String replay(String item) throws Refused, IOException;

    /** Why something isn't run again, and what to do. */
    final class Refused extends Exception {
        public Refused(String message) {
            super(message);
        }
    }
}
