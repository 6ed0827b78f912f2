package io.spillway.pipeline.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a phase needs as a Batch job, and checks it against what Fargate offers. */
final class BatchReader {

    static final List<String> KEYS =
            List.of("vcpu", "memory", "disk", "timeout", "retries", "spot");

    private static final long GIB = 1L << 30;

    /** Source: AWS Batch API, {@code EphemeralStorage}: 20 GiB without, 21 to 200 GiB with it. */
    private static final ByteSize LEAST_DISK = new ByteSize(20 * GIB);

    private static final ByteSize MOST_DISK = new ByteSize(200 * GIB);

    /** Source: AWS Batch API, {@code JobTimeout}. */
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(60);

    /** Source: AWS Batch User Guide, "Job timeouts": Fargate may stop jobs after 14 days. */
    private static final Duration MOST_TIMEOUT = Duration.ofDays(14);

    /** One less than the attempts of AWS Batch API, {@code RetryStrategy}. */
    private static final int MOST_RETRIES = 9;

    private static final String VCPUS =
            FargateSizes.offers().stream()
                    .map(offer -> offer.vcpu().toPlainString())
                    .collect(Collectors.joining(", "));

    private BatchReader() {}

    /** The needs said; the defaults for what isn't. */
    static BatchNeeds read(Node node) {
        return Fields.of(node, KEYS).map(BatchReader::needs).orElse(BatchNeeds.DEFAULT);
    }

    private static BatchNeeds needs(Fields batch) {
        var vcpu = batch.get("vcpu");
        var offer =
                vcpu.isPresent()
                        ? vcpu.flatMap(BatchReader::offer)
                        : FargateSizes.with(BatchNeeds.DEFAULT.vcpu());
        return new BatchNeeds(
                offer.map(FargateSizes.Offer::vcpu).orElse(BatchNeeds.DEFAULT.vcpu()),
                memory(batch, offer),
                disk(batch),
                batch.get("timeout")
                        .flatMap(value -> Scalars.duration(value, LEAST_TIMEOUT, MOST_TIMEOUT))
                        .orElse(BatchNeeds.DEFAULT.timeout()),
                batch.get("retries")
                        .flatMap(value -> Scalars.whole(value, 0, MOST_RETRIES))
                        .map(retries -> retries + 1)
                        .orElse(BatchNeeds.DEFAULT.attempts()),
                batch.get("spot").flatMap(Scalars::flag).orElse(BatchNeeds.DEFAULT.spot()));
    }

    private static Optional<FargateSizes.Offer> offer(Node vcpu) {
        var offer = Scalars.number(vcpu).flatMap(FargateSizes::with);
        if (offer.isEmpty()) {
            vcpu.mistake(VCPUS);
        }
        return offer;
    }

    /** The least that comes with the vCPUs where nothing is said. */
    private static ByteSize memory(Fields batch, Optional<FargateSizes.Offer> offer) {
        var least = offer.map(FargateSizes.Offer::least).orElse(BatchNeeds.DEFAULT.memory());
        var node = batch.get("memory");
        var size = node.flatMap(Scalars::trySize);
        if (node.isPresent() && offer.isPresent()) {
            checkMemory(node.get(), size, offer.get());
        } else if (node.isPresent() && size.isEmpty()) {
            node.get().mistake(Scalars.SIZE);
        }
        return size.orElse(least);
    }

    private static void checkMemory(Node node, Optional<ByteSize> size, FargateSizes.Offer offer) {
        if (size.filter(offer::has).isPresent()) {
            return;
        }
        var allowed =
                "what Fargate offers with %s vCPU, %s"
                        .formatted(offer.vcpu().toPlainString(), inWords(offer));
        node.report(
                Node.form(node.describe(), allowed, size.map(wanted -> nearest(wanted, offer))));
    }

    /** The nearest memory, and the vCPUs with which what was wanted comes. */
    private static String nearest(ByteSize wanted, FargateSizes.Offer offer) {
        var others =
                FargateSizes.offers().stream()
                        .filter(other -> other.has(wanted))
                        .map(other -> other.vcpu().toPlainString())
                        .toList();
        var memory = offer.nearest(wanted).toString();
        return others.isEmpty() ? memory : memory + ", or vcpu " + String.join(", ", others);
    }

    /** Such as {@code 16 GiB to 60 GiB in steps of 4 GiB}. */
    private static String inWords(FargateSizes.Offer offer) {
        var memory = offer.memory();
        var step = memory.get(1).bytes() - memory.get(0).bytes();
        if (offer.least().bytes() + step * (memory.size() - 1) != offer.most().bytes()) {
            return memory.stream().map(ByteSize::toString).collect(Collectors.joining(", "));
        }
        return "%s to %s in steps of %s".formatted(offer.least(), offer.most(), new ByteSize(step));
    }

    private static ByteSize disk(Fields batch) {
        var node = batch.get("disk");
        var size = node.flatMap(value -> Scalars.size(value, LEAST_DISK, Optional.of(MOST_DISK)));
        if (size.isPresent() && size.get().bytes() % GIB != 0) {
            node.get()
                    .report(
                            Node.form(
                                    node.get().describe(),
                                    "whole GiB, %s to %s".formatted(LEAST_DISK, MOST_DISK),
                                    Optional.of(roundedUp(size.get()).toString())));
        }
        return size.orElse(BatchNeeds.DEFAULT.disk());
    }

    private static ByteSize roundedUp(ByteSize size) {
        return new ByteSize(Math.ceilDiv(size.bytes(), GIB) * GIB);
    }
}
