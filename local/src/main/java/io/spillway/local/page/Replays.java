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
     * @throws IOException if it can't be run again; the message says why and what to do
     */
    String replay(String item) throws IOException;
}
