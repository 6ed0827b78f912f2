package io.spillway.runner;

import io.spillway.legacy.ImageStage;
import io.spillway.legacy.LegacyHost;
import io.spillway.legacy.LegacyStage;
import io.spillway.legacy.TaskMetadata;
import io.spillway.legacy.TaskRoom;
import io.spillway.pipeline.attempt.Stages;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The stages of a container: those of a catalogue, and legacy programs. */
final class JobStages implements Stages {

    private final List<StageType> catalogue;
    private final LegacyHost legacyHost;
    private final Optional<URI> taskMetadata;
    private final TaskRoom room;

    /**
     * @param taskMetadata where Amazon ECS tells of the task's containers
     * @param room shared with the container of an untouched image
     */
    JobStages(
            List<StageType> catalogue,
            LegacyHost legacyHost,
            Optional<URI> taskMetadata,
            TaskRoom room) {
        this.catalogue = List.copyOf(catalogue);
        this.legacyHost = legacyHost;
        this.taskMetadata = taskMetadata;
        this.room = room;
    }

    @Override
    public Stage of(StageSpec spec) throws StageFailure {
        return switch (spec) {
            case StageSpec.Legacy(var contract) when contract.image().isPresent() ->
                    untouched(contract);
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

    private Stage untouched(LegacyContract contract) throws StageFailure.Configuration {
        var endpoint =
                taskMetadata.orElseThrow(
                        () ->
                                new StageFailure.Configuration(
                                        "Cannot run image %s: this job is no task of several containers, %s isn't set. Deploy the pipeline again; on one machine run it with --containers."
                                                .formatted(
                                                        contract.image().orElseThrow(),
                                                        TaskMetadata.VARIABLE)));
        return new ImageStage(contract, new TaskMetadata(endpoint), room);
    }

    private StageFailure.Configuration unknown(String name) {
        return new StageFailure.Configuration(
                "The container has no stage \"%s\": it has %s. Add it to the image, or correct the definition."
                        .formatted(name, catalogue.stream().map(StageType::name).toList()));
    }
}
