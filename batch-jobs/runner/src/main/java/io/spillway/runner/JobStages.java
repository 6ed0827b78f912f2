package io.spillway.runner;

import io.spillway.legacy.LegacyHost;
import io.spillway.legacy.LegacyStage;
import io.spillway.pipeline.attempt.Stages;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import java.util.List;

/** The stages of a container: those of a catalogue, and legacy programs. */
final class JobStages implements Stages {

    private final List<StageType> catalogue;
    private final LegacyHost legacyHost;

    JobStages(List<StageType> catalogue, LegacyHost legacyHost) {
        this.catalogue = List.copyOf(catalogue);
        this.legacyHost = legacyHost;
    }

    @Override
    public Stage of(StageSpec spec) throws StageFailure {
        return switch (spec) {
            case StageSpec.Legacy(var contract) when contract.image().isPresent() ->
                    throw notHere(contract.image().get());
            case StageSpec.Legacy(var contract) -> new LegacyStage(contract, legacyHost);
            case StageSpec.Named(var name, var settings) -> {
                var type =
                        catalogue.stream()
                                .filter(candidate -> candidate.name().equals(name))
                                .findFirst()
                                .orElseThrow(() -> unknown(name));
                yield type.create(StageSettings.of(type, settings));
            }
        };
    }

    /** Another program of the same name may be here, which is not the one that was meant. */
    private static StageFailure.Configuration notHere(String image) {
        return new StageFailure.Configuration(
                "Cannot run the program of image %s: a job is one container, this one. Put the program into an image on legacy-base, and leave image out of the definition."
                        .formatted(image));
    }

    private StageFailure.Configuration unknown(String name) {
        return new StageFailure.Configuration(
                "The container has no stage \"%s\": it has %s. Add it to the image, or correct the definition."
                        .formatted(name, catalogue.stream().map(StageType::name).toList()));
    }
}
