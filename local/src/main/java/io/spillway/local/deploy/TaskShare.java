package io.spillway.local.deploy;

import io.spillway.pipeline.definition.BatchNeeds;
import java.math.BigDecimal;

/**
 * What one container of a task has of the size that a phase asks for: the same rule as that of the
 * Terraform module {@code batch}.
 */
public record TaskShare(BigDecimal vcpu, long memoryMib) {

    /** Memory of the gate, a Java that sleeps. */
    public static final long GATE_MIB = 128;

    /** Bounds of what the job runner has. */
    public static final long LEAST_RUNNER_MIB = 256;

    public static final long MOST_RUNNER_MIB = 1_024;

    private static final BigDecimal QUARTER = new BigDecimal("0.25");

    /** The shares of the three containers that run an untouched image: together the whole. */
    record Parted(TaskShare runner, TaskShare gate, TaskShare program) {}

    /** The whole. */
    static TaskShare of(BatchNeeds needs) {
        return new TaskShare(needs.vcpu(), needs.memory().bytes() >> 20);
    }

    /**
     * Memory is a limit of each: the program has what the job runner, a quarter, and the gate
     * leave. Processors are shares: what one leaves idle the others may use. Fractions of them that
     * Amazon ECS counts without a rest, which are 1,024ths.
     *
     * @param whole at least half a vCPU and 1,024 MiB
     */
    static Parted parted(TaskShare whole) {
        var runnerMib = Math.clamp(whole.memoryMib() / 4, LEAST_RUNNER_MIB, MOST_RUNNER_MIB);
        var quarter = whole.vcpu().multiply(QUARTER).stripTrailingZeros();
        return new Parted(
                new TaskShare(quarter, runnerMib),
                new TaskShare(quarter, GATE_MIB),
                new TaskShare(quarter.add(quarter), whole.memoryMib() - runnerMib - GATE_MIB));
    }
}
