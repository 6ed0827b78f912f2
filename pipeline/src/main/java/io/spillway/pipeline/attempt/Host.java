package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.work.WorkItem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an attempt runs: an invocation of the function, or a container. All that differs between
 * the two.
 */
public interface Host {

    Worker worker();

    /**
     * The name under which its job was submitted, as the ledger knows a job that has no id yet;
     * empty where there is no job.
     */
    default Optional<String> jobName() {
        return Optional.empty();
    }

    /**
     * When the attempt must have given up, so that there is time to say so; {@link Instant#MAX} for
     * never.
     */
    Instant deadline();

    /** What an attempt at this work item may use here. */
    default Limits limits(Phase phase, WorkItem item) {
        return Limits.until(deadline());
    }

    /** The memory that its attempts share. */
    default Memory memory() {
        return Memory.UNWATCHED;
    }

    /** The memory that an attempt may take for reading its input ahead. */
    default TransferMemory transferMemory() {
        return TransferMemory.NONE;
    }

    /**
     * Most bytes that its process held at once so far; empty where that tells nothing of one
     * attempt.
     */
    default OptionalLong peakMemory() {
        return OptionalLong.empty();
    }

    /**
     * Processor time that its process took so far, with that of programs it started that have
     * ended; empty where that tells nothing of one attempt.
     */
    default Optional<Duration> processorTime() {
        return Optional.empty();
    }

    /**
     * Told how much memory the programs of a stage hold, as {@link Work#programsHold} says.
     *
     * @param bytes of all together
     */
    default void programsHold(long bytes) {}

    /**
     * Told of a stage that didn't stop when its attempt had to end. It still takes time and memory,
     * and harms nothing else.
     */
    default void leftBehind(Thread stage) {}

    /**
     * How long others leave its work items alone once it stops renewing its claims. Short enough to
     * be waited for, long enough for a request to be repeated.
     */
    default Duration lease() {
        return WorkPath.LEASE;
    }

    /** Whether the host has been told to stop. */
    boolean isStopping();

    /** An existing directory in which attempts make directories of their own. */
    Path scratch();

    /** Told how far an attempt is, often. */
    Progress progress(ClaimedWork work);

    /** Told that the work item is claimed, before its stage runs. */
    void started(ClaimedWork work);
}
