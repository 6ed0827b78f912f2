package io.spillway.local.batch;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs one attempt's container. */
public interface ContainerRuntime {

    /**
     * Starts a container and returns at once.
     *
     * @throws ImageNotFound if there is no such image
     * @throws IOException if it can't be started for another reason
     */
    RunningContainer start(ContainerSpec spec) throws IOException;

    /**
     * Kills what a former life of this program left running. Called before an attempt that was
     * under way when it ended is given up.
     *
     * <p>By default, that is the process that was noted, if it is still the same, with all it
     * started, and every process that has the job's id in its environment.
     */
    default void killRemains(Remains remains) {
        ChildProcess.killRemains(remains);
    }

    /**
     * Removes what the containers of an attempt shared. Called when all of them have ended.
     *
     * @param attempt as in their {@link ContainerSpec}
     */
    default void attemptOver(String attempt) {}

    /** Whether containers of one attempt can be told apart, and share what they mount. */
    default boolean runsTasks() {
        return true;
    }

    /**
     * What is known about a container whose program was killed.
     *
     * @param jobId the {@code AWS_BATCH_JOB_ID} in its environment
     * @param processId absent if the program was killed between starting it and noting it
     * @param startedAt when that process started; another one may have its number by now
     */
    record Remains(String jobId, OptionalLong processId, Optional<Instant> startedAt) {}
}
