package io.spillway.pipeline.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sizes in which a phase's jobs come: as the definition asks, then twice the memory each time.
 * What runs out of memory goes on in the next.
 *
 * <p>Each is a job definition of its own, since a Fargate job's disk, role and image can't be
 * overridden when it is submitted.
 */
public final class SizeTiers {

    /** The first size and three larger ones: eight times the memory asked for. */
    private static final int MOST = 4;

    private SizeTiers() {}

    /**
     * @return smallest first, at least {@code needs} itself; fewer than four where Fargate ends
     */
    public static List<BatchNeeds> of(BatchNeeds needs) {
        var tiers = new ArrayList<BatchNeeds>();
        for (var tier = Optional.of(needs);
                tier.isPresent() && tiers.size() < MOST;
                tier = twice(tier.get())) {
            tiers.add(tier.get());
        }
        return List.copyOf(tiers);
    }

    /** With as many vCPUs as now, or the fewest more that come with so much memory. */
    private static Optional<BatchNeeds> twice(BatchNeeds needs) {
        var wanted = 2 * needs.memory().bytes();
        for (var offer : FargateSizes.offers()) {
            if (offer.vcpu().compareTo(needs.vcpu()) >= 0) {
                for (var memory : offer.memory()) {
                    if (memory.bytes() >= wanted) {
                        return Optional.of(
                                new BatchNeeds(
                                        offer.vcpu(),
                                        memory,
                                        needs.disk(),
                                        needs.timeout(),
                                        needs.attempts(),
                                        needs.spot()));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
