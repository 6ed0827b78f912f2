package io.spillway.pipeline.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A phase read by itself, not yet checked against the others.
 *
 * @param triggers those that could be read
 * @param node the phase's value
 * @param output where its output prefix is said, else the phase's value
 */
record PhaseDraft(Phase phase, List<PlacedTrigger> triggers, Node node, Node output) {

    /** A trigger and where it is said. */
    record PlacedTrigger(Trigger trigger, Node node) {}

    /** What goes on in place of a value that is no phase at all. */
    static PhaseDraft unreadable(String name, Node node) {
        var phase =
                new Phase(
                        name,
                        List.of(),
                        new Match(List.of(), Set.of()),
                        new StageSpec.Named("", Map.of()),
                        Optional.of(InlineLimits.DEFAULT),
                        Optional.of(BatchNeeds.DEFAULT),
                        "");
        return new PhaseDraft(phase, List.of(), node, node);
    }

    String name() {
        return phase.name();
    }
}
