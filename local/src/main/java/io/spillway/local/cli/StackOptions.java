package io.spillway.local.cli;

import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.stack.Services;
import io.spillway.local.stack.Stack;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which deployed pipeline a command is about: one of this machine unless Terraform's is named. */
final class StackOptions {

    @ArgGroup private DeployedOptions deployed;

    @Option(
            names = "--pipeline",
            paramLabel = "DIR",
            description =
                    "Holds pipeline.yaml. Default: the nearest folder from here up that does.")
    private Optional<Path> pipeline;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Of the run that is meant. Default: .spillway beside pipeline.yaml.")
    private Optional<Path> state;

    /** A deployed pipeline and the clients to reach it. */
    record Reached(Stack stack, Services services) implements AutoCloseable {
        @Override
        public void close() {
            services.close();
        }
    }

    /** Whether the options name what Terraform deployed. */
    boolean isDeployed() {
        return deployed != null;
    }

    /** Of what Terraform deployed; asks no service. */
    Stack stack() throws IOException, InterruptedException {
        return deployed.stack();
    }

    /**
     * Finds the pipeline.
     *
     * @throws CommandFailed if it isn't there
     */
    Reached reach(Map<String, String> environment) throws IOException, InterruptedException {
        if (isDeployed()) {
            var stack = stack();
            return new Reached(stack, Services.ofEnvironment(Optional.of(stack.region())));
        }
        var file = definitionFile();
        var name = name(file);
        var services = services(file.getParent(), name, environment);
        return new Reached(Stack.named(name, services), services);
    }

    private Services services(Path home, String name, Map<String, String> environment)
            throws IOException {
        if (Services.areNamedIn(environment)) {
            return Services.ofEnvironment(Optional.empty());
        }
        return Services.ofRun(state.map(Places::absolute).orElse(home.resolve(Places.STATE)))
                .orElseThrow(
                        () ->
                                new CommandFailed(
                                        "No ./spillway run of pipeline %s is going on. Start one, or name what Terraform deployed with --stack."
                                                .formatted(name)));
    }

    private Path definitionFile() {
        return pipeline.map(Places::definition)
                .or(() -> Places.definitionAbove(Path.of(Places.DEFINITION)))
                .orElseThrow(
                        () ->
                                new CommandFailed(
                                        "There is no %s here or above. Name the pipeline's directory with --pipeline, or what Terraform deployed with --stack."
                                                .formatted(Places.DEFINITION)));
    }

    private static String name(Path file) throws IOException {
        return switch (DefinitionFile.read(Places.shown(file), BuiltInStages.catalogue())) {
            case Result.Checked(var definition) -> definition.name();
            case Result.Mistaken mistaken -> throw new MistakenDefinition(mistaken);
        };
    }
}
