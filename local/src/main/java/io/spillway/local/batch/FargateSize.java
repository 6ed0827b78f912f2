package io.spillway.local.batch;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The vCPUs and memory of a task on Fargate.
 *
 * @param milliVcpus thousandths of a vCPU
 */
public record FargateSize(int milliVcpus, int memoryMib) {

    /**
     * The memory, in MiB, that goes with thousandths of a vCPU. Source: AWS Batch API Reference,
     * "ResourceRequirement".
     */
    private static final Map<Integer, int[]> MEMORY =
            Map.of(
                    250, new int[] {512, 1024, 2048},
                    500, gibibytes(1, 4, 1),
                    1000, gibibytes(2, 8, 1),
                    2000, gibibytes(4, 16, 1),
                    4000, gibibytes(8, 30, 1),
                    8000, gibibytes(16, 60, 4),
                    16000, gibibytes(32, 120, 8));

    private static int[] gibibytes(int least, int most, int step) {
        return IntStream.iterate(least, gib -> gib <= most, gib -> gib + step)
                .map(gib -> gib * 1024)
                .toArray();
    }

    /** Whether Fargate has this size. */
    public boolean exists() {
        var memory = MEMORY.getOrDefault(milliVcpus, new int[0]);
        return Arrays.stream(memory).anyMatch(mib -> mib == memoryMib);
    }

    /** {@code 0.25 vCPU, 512 MiB}. */
    @Override
    public String toString() {
        return "%s vCPU, %d MiB"
                .formatted(
                        BigDecimal.valueOf(milliVcpus, 3).stripTrailingZeros().toPlainString(),
                        memoryMib);
    }
}
