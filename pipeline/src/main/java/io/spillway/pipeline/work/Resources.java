package io.spillway.pipeline.work;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an attempt took of its machine, as far as that can be told apart. Nothing can where several
 * attempts share a process at the same time, as in the function; a job takes its work items one
 * after the other.
 *
 * @param processorTime in whole milliseconds, of the host's process while it attempted, with its
 *     compiler and garbage collector, and of the programs that ended by then
 * @param peakMemory most bytes that the host's process held at once since it began, programs it
 *     started not counted; of a job's later work items it may have been an earlier one
 * @param programsPeakMemory most bytes that the programs of the attempt held, each process with its
 *     own peak; what processes share counts for each. Absent where none was seen, since it ended
 *     too soon
 */
public record Resources(
        Optional<Duration> processorTime,
        OptionalLong peakMemory,
        OptionalLong programsPeakMemory) {

    public Resources {
        processorTime = processorTime.map(time -> Duration.ofMillis(time.toMillis()));
    }

    /** Where nothing is known. */
    public static final Resources UNKNOWN =
            new Resources(Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
}
