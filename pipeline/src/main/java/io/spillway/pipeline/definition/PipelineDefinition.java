package io.spillway.pipeline.definition;

import java.util.List;
import java.util.Optional;

/**
 * A whole pipeline as its {@code pipeline.yaml} says, checked: every phase is reachable, names only
 * phases that exist, writes keys of its own, and no phase leads back to itself.
 *
 * @param name lowercase words joined by hyphens, at most 40 characters
 * @param phases at least one, in the order of the document; Terraform sorts them, so it means
 *     nothing
 */
public record PipelineDefinition(String name, List<Phase> phases) {

    public PipelineDefinition {
        phases = List.copyOf(phases);
    }

    public Optional<Phase> phase(String phaseName) {
        return phases.stream().filter(phase -> phase.name().equals(phaseName)).findFirst();
    }

    /** The phases that objects in the drop bucket can enter. */
    public List<Phase> onUpload() {
        return phases.stream()
                .filter(phase -> phase.triggers().contains(new Trigger.Upload()))
                .toList();
    }

    /** The phases that the outputs of {@code phaseName} can enter, each by itself. */
    public List<Phase> after(String phaseName) {
        return phases.stream()
                .filter(phase -> phase.triggers().contains(new Trigger.After(phaseName)))
                .toList();
    }

    /** The phases that take all outputs of {@code phaseName} that come of one upload together. */
    public List<Phase> afterEvery(String phaseName) {
        return phases.stream().filter(phase -> phase.afterEvery(phaseName).isPresent()).toList();
    }

    /** Whether any phase takes all outputs of another one together. */
    public boolean fansIn() {
        return phases.stream()
                .flatMap(phase -> phase.triggers().stream())
                .anyMatch(Trigger.AfterEvery.class::isInstance);
    }
}
