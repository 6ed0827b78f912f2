package io.spillway.pipeline.stage;

/**
 * What a stage costs to run.
 *
 * @param bytesPerSecond of unpacked input that one vCPU gets through; measured by {@code ./spillway
 *     bench} on the machine named in docs/benchmarks.md
 * @param memory that it needs beside the host's own, in bytes, whatever the size of its input
 */
public record StageProfile(long bytesPerSecond, long memory) {

    public StageProfile {
        if (bytesPerSecond <= 0 || memory < 0) {
            throw new IllegalArgumentException(
                    "A stage needs a positive rate and memory of 0 or more: found %d bytes/s and %d bytes."
                            .formatted(bytesPerSecond, memory));
        }
    }
}
