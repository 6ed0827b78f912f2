package io.spillway.local.batch;

import java.io.IOException;

/** Where the state changes of jobs go: what EventBridge is to AWS Batch. */
@FunctionalInterface
public interface JobEvents {

    /**
     * Takes one "Batch Job State Change". The same event may come again, and events may overtake
     * each other.
     *
     * @param eventBridgeEventJson the whole event as EventBridge hands it to its targets
     * @throws IOException if it couldn't be taken; it will be offered again
     */
    void changed(String eventBridgeEventJson) throws IOException;
}
