package io.spillway.router;

import static java.util.stream.Collectors.toMap;

import io.spillway.pipeline.attempt.Stages;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.StageProfile;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stages of a catalogue by name. The function holds no legacy programs: those run in Batch. */
final class NamedStages implements Stages {

    private final List<StageType> catalogue;

    NamedStages(List<StageType> catalogue) {
        this.catalogue = List.copyOf(catalogue);
    }

    @Override
    public Stage of(StageSpec spec) throws StageFailure {
        if (spec instanceof StageSpec.Named(var _, var settings)) {
            var type = type(spec);
            if (type.isPresent()) {
                return type.get().create(StageSettings.of(type.get(), settings));
            }
        }
        throw new StageFailure.Configuration(
                "The function has no stage for %s: it has %s. Let the phase always run in Batch."
                        .formatted(spec, catalogue.stream().map(StageType::name).toList()));
    }

    /** What each stage costs to run, as measured before. */
    Map<String, StageProfile> profiles() {
        return catalogue.stream().collect(toMap(StageType::name, StageType::profile));
    }

    private Optional<StageType> type(StageSpec spec) {
        return spec.inCatalogue()
                .flatMap(
                        name ->
                                catalogue.stream()
                                        .filter(type -> type.name().equals(name))
                                        .findFirst());
    }
}
