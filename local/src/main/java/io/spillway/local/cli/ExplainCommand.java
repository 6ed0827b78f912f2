package io.spillway.local.cli;

import io.spillway.aws.S3ObjectStore;
import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.run.RatesFile;
import io.spillway.local.stack.Services;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.learning.RateStore;
import io.spillway.pipeline.learning.Rates;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how a file would be routed, without uploading or running anything. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Show how a file or object would be routed and why, with the numbers: the same sentences that its"
                    + " events carry. Reads a few small ranges; uploads and runs nothing."
        },
        footer = {
            "",
            "s3:// objects are read where the AWS SDK looks: AWS_ENDPOINT_URL_S3, or the services of a",
            "./spillway run of this pipeline that is going on, or Amazon S3 with your usual credentials.",
            "With --stack the definition in force and the learned rates are those of what Terraform deployed.",
            "How fast stages are is taken from the runs that the state directory knows, else as built in.",
            "",
            "Exit status: 0 if there is a decision, whichever; 1 if the file can't be read; 2 if the",
            "command line is wrong."
        })
final class ExplainCommand implements Callable<Integer> {

    private final Console console;
    private final Collection<StageType> catalogue;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE|s3://…", description = "A file of this machine, or an object.")
    private String subject;

    @Option(
            names = "--pipeline",
            paramLabel = "DIR",
            description =
                    "Holds pipeline.yaml. Default: the nearest of the file's folders that does, else the working directory.")
    private Optional<Path> pipeline;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Key under which the file would be uploaded. Default: as ./spillway run would, else incoming/ and its name.")
    private Optional<String> key;

    @Option(
            names = "--after",
            paramLabel = "PHASE",
            description = "Take it for an output of this phase instead of an upload.")
    private Optional<String> after;

    @Option(
            names = "--memory",
            paramLabel = "MiB",
            defaultValue = "1769",
            description =
                    "Memory of the function, 128 to 10240. Default: ${DEFAULT-VALUE}, at which it has one whole vCPU.")
    private int memory;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            defaultValue = "117s",
            description =
                    "What a stage has of the function's time limit. Default: ${DEFAULT-VALUE}, of a limit of 2m.")
    private String time;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Of the run whose services and learned rates to ask. Default: .spillway beside pipeline.yaml.")
    private Optional<Path> state;

    @ArgGroup private DeployedOptions deployed;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ExplainCommand(Console console, Collection<StageType> catalogue) {
        this.console = console;
        this.catalogue = List.copyOf(catalogue);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var explanation = deployed == null ? explainHere(limits()) : explainDeployed(limits());
        if (json) {
            console.json().println(Json.write(explanation.toJson()));
            console.json().flush();
        } else {
            ExplanationText.lines(explanation, console.style()).forEach(console.out()::println);
            console.out().flush();
        }
        return ExitCode.DONE;
    }

    private Explanation explainHere(FunctionLimits limits) throws IOException {
        var file = definitionFile();
        var definition = definition(file);
        return new Explainer(definition, catalogue, limits, rates(file.getParent(), definition))
                .explain(subject(file.getParent()), after.map(phase -> phase(definition, phase)));
    }

    /** By the definition and the learned rates of what Terraform deployed. */
    private Explanation explainDeployed(FunctionLimits limits)
            throws IOException, InterruptedException {
        var stack = deployed.stack();
        try (var services = Services.ofEnvironment(Optional.of(stack.region()))) {
            var store = new S3ObjectStore(services.s3());
            var definition =
                    pipeline.isPresent()
                            ? definition(Places.definition(pipeline.get()))
                            : inForce(stack.definition().orElseThrow(), store);
            var rates = new RateStore(store, stack.places().workBucket()).newest().rates();
            var asked =
                    subject.startsWith("s3://")
                            ? Subject.ofObject(Subject.location(subject), store)
                            : Subject.ofFile(
                                    Subject.path(subject), Places.absolute(Path.of("")), key);
            return new Explainer(definition, catalogue, limits, rates)
                    .explain(asked, after.map(phase -> phase(definition, phase)));
        }
    }

    private PipelineDefinition inForce(ObjectLocation location, ObjectStore store)
            throws IOException {
        var json =
                store.get(location)
                        .orElseThrow(
                                () ->
                                        new CommandFailed(
                                                "Cannot explain %s: the definition %s is not there any more. Read the stack's outputs again."
                                                        .formatted(subject, location)));
        return DefinitionReader.requireChecked(
                Json.readObject(json), location.toString(), catalogue);
    }

    private Subject subject(Path home) throws IOException {
        if (subject.startsWith("s3://")) {
            var endpoints = state(home).resolve(Endpoints.FILE);
            return Subject.ofObject(
                    Subject.location(subject), Endpoints.s3(endpoints, console.environment()));
        }
        return Subject.ofFile(Subject.path(subject), home, key);
    }

    private Path state(Path home) {
        return state.map(Places::absolute).orElse(home.resolve(Places.STATE));
    }

    /** Of the run that is going on, else as the last one left them. */
    private Rates rates(Path home, PipelineDefinition definition) throws IOException {
        var running = Endpoints.ofRunGoingOn(state(home).resolve(Endpoints.FILE));
        if (running.isPresent()) {
            try {
                return new RateStore(running.get(), definition.name() + "-work").newest().rates();
            } catch (IOException _) {
                // It has only just started and has no bucket yet, or is about to stop.
                return RatesFile.read(state(home));
            }
        }
        return RatesFile.read(state(home));
    }

    private Path definitionFile() {
        if (pipeline.isPresent()) {
            return Places.definition(pipeline.get());
        }
        var above =
                subject.startsWith("s3://")
                        ? Optional.<Path>empty()
                        : Places.definitionAbove(Subject.path(subject));
        return above.or(() -> Places.definitionAbove(Path.of(Places.DEFINITION)))
                .orElseThrow(
                        () ->
                                new CommandFailed(
                                        "Cannot explain %s: there is no %s beside it, above it or here. Name the pipeline's directory with --pipeline."
                                                .formatted(subject, Places.DEFINITION)));
    }

    private PipelineDefinition definition(Path file) throws IOException {
        return switch (DefinitionFile.read(Places.shown(file), catalogue)) {
            case Result.Checked(var definition) -> definition;
            case Result.Mistaken mistaken -> throw new MistakenDefinition(mistaken);
        };
    }

    private io.spillway.pipeline.definition.Phase phase(
            PipelineDefinition definition, String name) {
        return definition
                .phase(name)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Option --after is \"%s\": the pipeline has %s."
                                                .formatted(
                                                        name,
                                                        String.join(
                                                                ", ",
                                                                definition.phases().stream()
                                                                        .map(Phase::name)
                                                                        .toList()))));
    }

    private FunctionLimits limits() {
        if (memory < 128 || memory > 10_240) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option --memory is %d: expected 128 to 10240 MiB.".formatted(memory));
        }
        return new FunctionLimits((long) memory << 20, duration());
    }

    private Duration duration() {
        return Durations.tryParse(time)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Option --time is \"%s\": expected a number and a unit, such as 60s."
                                                .formatted(time)));
    }
}
