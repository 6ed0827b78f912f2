package io.spillway.pipeline.definition;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The pairs of vCPUs and memory that Fargate offers, smallest first.
 *
 * <p>Source: AWS Batch API, {@code ResourceRequirement}.
 */
public final class FargateSizes {

    private static final long MIB = 1L << 20;

    /** Every number of vCPUs, with the memory that comes with it. */
    private static final List<Offer> OFFERS =
            List.of(
                    new Offer(new BigDecimal("0.25"), sizes(512, 1024, 2048)),
                    new Offer(new BigDecimal("0.5"), steps(1, 4, 1)),
                    new Offer(new BigDecimal("1"), steps(2, 8, 1)),
                    new Offer(new BigDecimal("2"), steps(4, 16, 1)),
                    new Offer(new BigDecimal("4"), steps(8, 30, 1)),
                    new Offer(new BigDecimal("8"), steps(16, 60, 4)),
                    new Offer(new BigDecimal("16"), steps(32, 120, 8)));

    private FargateSizes() {}

    /**
     * What comes with one number of vCPUs.
     *
     * @param memory ascending; the least is always 2 GiB for each vCPU
     */
    public record Offer(BigDecimal vcpu, List<ByteSize> memory) {

        public boolean has(ByteSize size) {
            return memory.contains(size);
        }

        public ByteSize least() {
            return memory.getFirst();
        }

        public ByteSize most() {
            return memory.getLast();
        }

        /** The offered size that differs least from {@code size}; of two, the larger. */
        public ByteSize nearest(ByteSize size) {
            return memory.reversed().stream()
                    .min(
                            Comparator.comparingLong(
                                    offered -> Math.abs(offered.bytes() - size.bytes())))
                    .orElseThrow();
        }
    }

    public static List<Offer> offers() {
        return OFFERS;
    }

    /** What comes with this number of vCPUs; empty if Fargate has no such number. */
    public static Optional<Offer> with(BigDecimal vcpu) {
        return OFFERS.stream().filter(offer -> offer.vcpu().compareTo(vcpu) == 0).findFirst();
    }

    private static List<ByteSize> sizes(long... mebibytes) {
        return LongStream.of(mebibytes).mapToObj(size -> new ByteSize(size * MIB)).toList();
    }

    private static List<ByteSize> steps(long fromGib, long toGib, long stepGib) {
        return sizes(
                LongStream.iterate(fromGib, gib -> gib <= toGib, gib -> gib + stepGib)
                        .map(gib -> gib * 1024)
                        .toArray());
    }
}
