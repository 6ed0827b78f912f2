package io.spillway.local.run;

import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.RunningContainer;
import io.spillway.local.container.ContainerEngine;
import io.spillway.local.container.EngineRuntime;
import io.spillway.local.container.ImageSupply;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.JobImages;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the images of a pipeline's phases in a container engine, with the services' endpoints in
 * their environment.
 */
final class JobContainers implements JobRuntime {

    private final CompletableFuture<Map<String, String>> environment = new CompletableFuture<>();
    private final EngineRuntime runtime;

    private JobContainers(ContainerEngine engine, Path state) throws IOException {
        runtime = new EngineRuntime(engine, state.toAbsolutePath().toString(), environment::join);
    }

    /**
     * Removes what an earlier run with this state left, and has the engine take the images that it
     * needs.
     *
     * @param state the run's directory
     * @throws IOException if no engine answers, or it can't have an image
     */
    static JobContainers start(PipelineDefinition definition, JobImages images, Path state)
            throws IOException {
        var engine = ContainerEngine.find(System.getenv());
        var supply = new ImageSupply(engine, sources());
        for (var image : images.of(definition.phases())) {
            supply.require(image);
        }
        for (var phase : definition.phases()) {
            var untouched = legacy(phase).flatMap(LegacyContract::image);
            if (untouched.isPresent()) {
                supply.require(untouched.get());
            }
        }
        return new JobContainers(engine, state);
    }

    /**
     * The images of a pipeline's phases.
     *
     * @param named by phase
     * @throws IOException if there is no such phase, or one with a legacy program has no image
     */
    static JobImages images(PipelineDefinition definition, Map<String, String> named)
            throws IOException {
        var byPhase = new HashMap<>(named);
        var standard =
                Optional.ofNullable(byPhase.remove(JobImages.STANDARD))
                        .orElse("spillway/job-runner:" + version());
        for (var name : byPhase.keySet()) {
            if (definition.phase(name).isEmpty()) {
                throw new IOException(
                        "Cannot run phase %s in image %s: the pipeline has no such phase, but %s."
                                .formatted(
                                        name,
                                        named.get(name),
                                        definition.phases().stream().map(Phase::name).toList()));
            }
        }
        for (var phase : definition.phases()) {
            if (legacy(phase).filter(contract -> contract.image().isEmpty()).isPresent()
                    && !byPhase.containsKey(phase.name())) {
                throw new IOException(
                        "Cannot run phase %s in a container: it runs a legacy program, and nobody said which image holds that. Add --image %s=REFERENCE%s."
                                .formatted(phase.name(), phase.name(), suggestion(definition)));
            }
        }
        return new JobImages(standard, byPhase);
    }

    private static Optional<LegacyContract> legacy(Phase phase) {
        return phase.stage() instanceof StageSpec.Legacy(var contract)
                ? Optional.of(contract)
                : Optional.empty();
    }

    /** The images that the sources have for this pipeline, by their names. */
    private static String suggestion(PipelineDefinition definition) throws IOException {
        if (sources().isEmpty()) {
            return "";
        }
        try (var folders = Files.list(sources().get())) {
            var names =
                    folders.map(folder -> folder.getFileName().toString())
                            .filter(name -> name.startsWith(definition.name() + "-"))
                            .sorted()
                            .map(name -> "spillway/%s:%s".formatted(name, version()))
                            .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : ", such as " + names;
        }
    }

    private static String version() {
        return Optional.ofNullable(JobContainers.class.getPackage().getImplementationVersion())
                .orElse("latest");
    }

    /** The folder of the images, above the program itself. */
    private static Optional<Path> sources() {
        try {
            var program =
                    Path.of(
                            JobContainers.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return Stream.iterate(program, path -> path != null, Path::getParent)
                    .map(path -> path.resolve("containers"))
                    .filter(path -> Files.exists(path.resolve("pom.xml")))
                    .findFirst();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public void pointTo(Map<String, URI> endpoints) {
        var all = new HashMap<>(Clients.ACCOUNT);
        endpoints.forEach((name, endpoint) -> all.put(name, endpoint.toString()));
        environment.complete(all);
    }

    @Override
    public RunningContainer start(ContainerSpec spec) throws IOException {
        return runtime.start(spec);
    }

    @Override
    public void attemptOver(String attempt) {
        runtime.attemptOver(attempt);
    }

    @Override
    public void killRemains(Remains remains) {
        runtime.killRemains(remains);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
