package io.spillway.legacy;

import java.io.IOException;
import java.util.Optional;

/** The containers of the task that this process runs in. */
@FunctionalInterface
public interface TaskContainers {

    /**
     * How a container ended.
     *
     * @param status its exit status; empty if it never ran
     * @param taskIsStopping whether the whole task is being stopped, which may be why
     */
    record Ended(Optional<Integer> status, boolean taskIsStopping) {}

    /**
     * @param container its name in the task
     * @return empty while it hasn't ended
     * @throws IOException if that can't be told now; another question may be answered
     */
    Optional<Ended> end(String container) throws IOException;
}
