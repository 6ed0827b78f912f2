package io.spillway.pipeline.routing;

import java.time.Duration;

/**
 * What the function has to offer an inline attempt.
 *
 * @param memory in bytes
 * @param time that is left for stages in this invocation
 */
public record FunctionLimits(long memory, Duration time) {

    /**
     * Memory at which a function has one whole vCPU. Source: AWS Lambda developer guide, "Configure
     * Lambda function memory".
     */
    static final long MEMORY_OF_ONE_VCPU = 1_769L << 20;

    /**
     * What the JVM, the SDK and the router itself take of it: measured at 136 MB after the first
     * invocation, rounded up.
     */
    static final long OWN_MEMORY = 192L << 20;

    /** The share of a vCPU that one thread gets, at most 1. */
    public double vcpu() {
        return Math.min(1.0, (double) memory / MEMORY_OF_ONE_VCPU);
    }
}
