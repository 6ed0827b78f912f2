package io.spillway.pipeline.definition;

import java.time.Duration;

/**
 * What a phase may at most cost inside the function; beyond it spills over to Batch.
 *
 * @param upTo size after unpacking
 * @param within predicted time
 */
public record InlineLimits(ByteSize upTo, Duration within) {

    public static final InlineLimits DEFAULT =
            new InlineLimits(new ByteSize(64L << 20), Duration.ofMinutes(1));
}
