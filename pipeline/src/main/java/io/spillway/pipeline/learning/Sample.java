package io.spillway.pipeline.learning;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.learning.RateKey.Side;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one run of a stage tells of its rate.
 *
 * @param bytesPerSecond of unpacked input, as one vCPU would get through it
 * @param weight above 0, at most 1: how much of the time went into bytes and not into requests
 * @param ended when the run did
 */
public record Sample(RateKey key, double bytesPerSecond, double weight, Instant ended) {

    /** Of less, the time of a run tells how long requests take, not how fast the stage is. */
    static final long FEWEST_BYTES = 1 << 20;

    /** From here on a run counts fully. */
    private static final long BYTES_OF_FULL_WEIGHT = 16 << 20;

    /**
     * What opening the input and starting the outputs take whatever the size: about half of what a
     * prediction adds for all requests.
     */
    static final Duration REQUESTS = Duration.ofMillis(100);

    /** Longer than Batch lets an attempt run by default; a clock that was set says such things. */
    private static final Duration LONGEST = Duration.ofDays(14);

    /** Slower than any stage and faster than any memory: a clock that was set, too. */
    private static final double SLOWEST = 1e3;

    private static final double FASTEST = 1e10;

    /**
     * @param definition that names the phase's stage and needs
     * @param functionVcpu the share of a vCPU that an inline run had
     * @return empty where the event tells nothing of a rate: not a success, of an unknown phase,
     *     too small, or with numbers that can't be
     */
    public static Optional<Sample> of(
            PhaseEvent event, PipelineDefinition definition, double functionVcpu) {
        if (!(event.happening() instanceof PhaseEvent.Happening.Succeeded(var _, var usage))) {
            return Optional.empty();
        }
        return definition
                .phase(event.item().phase())
                .flatMap(
                        phase ->
                                switch (event.route()) {
                                    case Route.Inline _ ->
                                            of(event, usage, phase, Side.FUNCTION, functionVcpu);
                                    case Route.Batch _ ->
                                            of(event, usage, phase, Side.BATCH, batchVcpu(phase));
                                    case Route.Ignored _, Route.Rejected _ -> Optional.empty();
                                });
    }

    private static Optional<Sample> of(
            PhaseEvent event, Usage usage, Phase phase, Side side, double vcpu) {
        var bytes = unpackedBytes(event.item(), usage);
        var took = usage.took();
        if (bytes < FEWEST_BYTES || took.toMillis() < 1 || took.compareTo(LONGEST) > 0) {
            return Optional.empty();
        }
        var rate = bytes / (withoutRequests(took) * vcpu);
        if (rate < SLOWEST || rate > FASTEST) {
            return Optional.empty();
        }
        return Optional.of(
                new Sample(
                        RateKey.of(phase, event.item().type(), side),
                        rate,
                        Math.min(1.0, (double) bytes / BYTES_OF_FULL_WEIGHT),
                        event.time()));
    }

    /** What is inside a packed input is what came out of it: only unpacking takes packed inputs. */
    private static long unpackedBytes(WorkItem item, Usage usage) {
        return item.type().isPacked()
                ? Math.max(item.inputBytes(), usage.bytesWritten())
                : item.inputBytes();
    }

    /** In seconds; at least half of the time is left. */
    private static double withoutRequests(Duration took) {
        var millis = took.toMillis();
        return (millis - Math.min(REQUESTS.toMillis(), millis / 2.0)) / 1000;
    }

    /** The share of a vCPU that a job's stage gets: it has one thread. */
    public static double batchVcpu(Phase phase) {
        return Math.min(1.0, phase.batch().orElse(BatchNeeds.DEFAULT).vcpu().doubleValue());
    }
}
