package io.spillway.local.kill;

import io.spillway.local.batch.ContainerRuntime;
import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.deploy.Clients;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Path;

/** Looks at a state directory after its run, through services started for it that behave. */
final class Aftermath {

    private Aftermath() {}

    /** A question to services that know the answer. */
    interface Question<T> {
        T to(Clients clients) throws IOException;
    }

    static Facts of(Path state, String pipeline) throws IOException {
        return ask(state, pipeline, clients -> new FactsReader(clients, pipeline).read(state));
    }

    static <T> T ask(Path state, String pipeline, Question<T> question) throws IOException {
        ContainerRuntime none =
                spec -> {
                    throw new IOException("Job %s was still to be run.".formatted(spec.name()));
                };
        try (var twin = Twin.start(state, Faults.none(), none, pipeline + "-intake")) {
            Clients.pointTo(twin.endpoints());
            return question.to(Clients.create());
        }
    }

    /** The definition in a pipeline's directory. */
    static PipelineDefinition definition(Path directory) throws IOException {
        var file = directory.resolve("pipeline.yaml");
        return switch (DefinitionFile.read(file, BuiltInStages.catalogue())) {
            case DefinitionReader.Result.Checked(var definition) -> definition;
            case DefinitionReader.Result.Mistaken mistaken ->
                    throw new MistakenDefinition(mistaken);
        };
    }
}
