package io.spillway.pipeline.definition;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a phase needs as a Batch job.
 *
 * @param vcpu one of Fargate's: 0.25, 0.5, 1, 2, 4, 8, 16
 * @param memory that Fargate offers with this number of vCPUs
 * @param disk 20 to 200 GiB, the image included
 * @param timeout of one attempt; at least 60 s. Source: AWS Batch API, {@code JobTimeout}
 * @param attempts 1 to 10. Source: AWS Batch API, {@code RetryStrategy}
 * @param spot whether it may run on spare capacity that can be reclaimed
 */
public record BatchNeeds(
        BigDecimal vcpu,
        ByteSize memory,
        ByteSize disk,
        Duration timeout,
        int attempts,
        boolean spot) {

    public static final BatchNeeds DEFAULT =
            new BatchNeeds(
                    BigDecimal.ONE,
                    new ByteSize(2L << 30),
                    new ByteSize(20L << 30),
                    Duration.ofHours(1),
                    3,
                    true);
}
