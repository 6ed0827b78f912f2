package io.spillway.local.cli;

import io.spillway.local.definition.DefinitionFile;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.StageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks definitions without running anything. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Check pipeline definitions: every mistake with its line, what is allowed, and what was probably meant.",
        footer = {
            "",
            "Exit status: 0 without a problem, 1 with one, 2 if the command line is wrong."
        })
final class ValidateCommand implements Callable<Integer> {

    private final Console console;
    private final Collection<StageType> catalogue;

    @Parameters(
            paramLabel = "FILE|DIRECTORY",
            arity = "0..*",
            description =
                    "Definitions, or directories that hold a pipeline.yaml. Default: the working directory.")
    private List<Path> paths = List.of(Path.of(""));

    @Option(names = "--json", description = "One JSON object with all files and their problems.")
    private boolean json;

    ValidateCommand(Console console, Collection<StageType> catalogue) {
        this.console = console;
        this.catalogue = List.copyOf(catalogue);
    }

    /** A definition, and what is wrong with it. */
    private record Checked(String source, int phases, List<Problem> problems) {}

    @Override
    public Integer call() throws IOException {
        var results = new ArrayList<Checked>();
        for (var path : paths) {
            results.add(check(path));
        }
        var problems = results.stream().mapToInt(result -> result.problems().size()).sum();
        if (json) {
            console.json().println(Json.write(json(results, problems)));
            console.json().flush();
        } else {
            results.forEach(this::print);
            printCount(problems, results.size());
        }
        return problems == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Checked check(Path path) throws IOException {
        var file = Places.shown(Places.definition(path));
        return switch (DefinitionFile.read(readable(file), catalogue)) {
            case Result.Checked(var definition) ->
                    new Checked(file.toString(), definition.phases().size(), List.of());
            case Result.Mistaken(var source, var problems) -> new Checked(source, 0, problems);
        };
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new CommandFailed(
                    "Cannot check %s: it can't be read. Change its permissions.".formatted(file));
        }
        return file;
    }

    private void print(Checked result) {
        var style = console.style();
        if (result.problems().isEmpty()) {
            console.out()
                    .println(
                            "%s: %d %s, %s."
                                    .formatted(
                                            style.safe(result.source()),
                                            result.phases(),
                                            result.phases() == 1 ? "phase" : "phases",
                                            style.green("no problems")));
        }
        result.problems()
                .forEach(
                        problem ->
                                console.out().println(style.safe(problem.line(result.source()))));
    }

    private void printCount(int problems, int files) {
        if (problems > 0) {
            console.out()
                    .println(
                            console.style()
                                            .red(
                                                    problems
                                                            + (problems == 1
                                                                    ? " problem"
                                                                    : " problems"))
                                    + (files == 1 ? "." : " in %d files.".formatted(files)));
        }
        console.out().flush();
    }

    private static JsonObject json(List<Checked> results, int problems) {
        return JsonObject.of()
                .put("problems", problems)
                .put("files", results.stream().map(ValidateCommand::json).toList())
                .build();
    }

    private static JsonObject json(Checked result) {
        return JsonObject.of()
                .put("file", result.source())
                .put("phases", result.phases())
                .put("problems", result.problems().stream().map(ValidateCommand::json).toList())
                .build();
    }

    private static JsonObject json(Problem problem) {
        return JsonObject.of()
                .put("line", problem.at().line())
                .put("column", problem.at().column())
                .put("path", problem.path())
                .put("message", problem.message())
                .build();
    }
}
