package io.spillway.local.deploy;

import io.spillway.pipeline.definition.Phase;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/**
 * The container image of each phase's jobs: the same rule as that of the Terraform module {@code
 * batch}.
 *
 * @param standard for the phases that aren't named
 * @param byPhase of the others, by the phase's name
 */
public record JobImages(String standard, Map<String, String> byPhase) {

    /** What stands for the standard image where phases are named. */
    public static final String STANDARD = "default";

    public JobImages {
        byPhase = Map.copyOf(byPhase);
    }

    /** One image for all. */
    public static JobImages all(String image) {
        return new JobImages(image, Map.of());
    }

    public String of(Phase phase) {
        return byPhase.getOrDefault(phase.name(), standard);
    }

    /** Those of the phases that have jobs, each once, in the order of their names. */
    public Collection<String> of(Collection<Phase> phases) {
        var images = new TreeSet<String>();
        phases.stream()
                .filter(phase -> phase.batch().isPresent())
                .forEach(phase -> images.add(of(phase)));
        return images;
    }
}
