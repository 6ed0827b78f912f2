package io.spillway.local.cli;

import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.page.PageSubject;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.stage.StageType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows in a browser what a pipeline's runs did and do. */
@Command(
        name = "ui",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Show in a browser what a pipeline's runs on this machine did and do: uploads, phases, routes, failures,"
                    + " and for each file its lineage, times and receipts.",
            "It reads the state directory only, so it works while a run goes on, between runs, and across them."
        },
        footer = {
            "",
            "The page is served on 127.0.0.1 and to this machine alone. Ctrl-C ends it; runs go on.",
            "",
            "Exit status: 0 after Ctrl-C; 1 if the state can't be read or the port is taken; 2 if the",
            "command line is wrong."
        })
final class UiCommand implements Callable<Integer> {

    private final Console console;
    private final Collection<StageType> catalogue;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "DIRECTORY",
            arity = "0..1",
            defaultValue = ".",
            description = "Holds pipeline.yaml, such as examples/weather. Default: this directory.")
    private Path directory;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where the runs keep everything. Default: .spillway in DIRECTORY.")
    private Optional<Path> state;

    @Mixin private PageOptions page;

    UiCommand(Console console, Collection<StageType> catalogue) {
        this.console = console;
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() throws IOException {
        var home = Places.pipelineDirectory(directory);
        var subject =
                subject(
                        home,
                        state.map(Places::absolute).orElse(home.resolve(Places.STATE)),
                        catalogue);
        try (var _ = page.serve(subject, console, spec)) {
            console.notice("Ctrl-C ends it; runs go on.");
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (InterruptedException _) {
            return ExitCode.DONE;
        }
    }

    /**
     * @throws MistakenDefinition if the pipeline's definition is
     */
    static PageSubject subject(Path home, Path state, Collection<StageType> catalogue)
            throws IOException {
        return switch (DefinitionFile.read(home.resolve(Places.DEFINITION), catalogue)) {
            case DefinitionReader.Result.Mistaken mistaken ->
                    throw new MistakenDefinition(mistaken);
            case DefinitionReader.Result.Checked(var definition) ->
                    new PageSubject(definition, Places.shown(home), state);
        };
    }
}
