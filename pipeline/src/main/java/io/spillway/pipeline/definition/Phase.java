package io.spillway.pipeline.definition;

import java.util.List;
import java.util.Optional;

/**
 * One step of a pipeline: what triggers it, which stage it runs, how it is routed.
 *
 * @param name lowercase words joined by hyphens, at most 40 characters
 * @param triggers at least one, no two alike
 * @param inline limits of running in the function; empty where the phase always runs in Batch
 * @param batch needs of running in Batch; empty where the phase never does
 * @param outputPrefix what its output keys start with; ends with {@code /}
 */
public record Phase(
        String name,
        List<Trigger> triggers,
        Match match,
        StageSpec stage,
        Optional<InlineLimits> inline,
        Optional<BatchNeeds> batch,
        String outputPrefix) {

    public Phase {
        triggers = List.copyOf(triggers);
        if (inline.isEmpty() && batch.isEmpty()) {
            throw new IllegalArgumentException(
                    "Phase \"%s\" can run neither inline nor in Batch.".formatted(name));
        }
    }

    /** The trigger by which this phase takes the whole set that another one makes of an upload. */
    public Optional<Trigger.AfterEvery> afterEvery(String phaseName) {
        return triggers.stream()
                .filter(Trigger.AfterEvery.class::isInstance)
                .map(Trigger.AfterEvery.class::cast)
                .filter(trigger -> trigger.phase().equals(phaseName))
                .findFirst();
    }
}
