package io.spillway.local.cli;

import io.spillway.local.bench.BenchCommand;
import io.spillway.stages.BuiltInStages;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program behind {@code ./spillway}. All its commands are put together here. */
public final class Main {

    private final Console console;
    private final LocalRuns runs;

    Main(Console console, LocalRuns runs) {
        this.console = console;
        this.runs = runs;
    }

    public static void main(String[] args) {
        var interruption = Interruption.install();
        interruption.end(new Main(Console.ofProcess(), RunsHere::start).execute(args));
    }

    /**
     * @return the exit status
     */
    int execute(String... args) {
        return commandLine().execute(args);
    }

    CommandLine commandLine() {
        var catalogue = BuiltInStages.catalogue();
        var root = new Spillway();
        var failures = new Failures(console, root);
        return new CommandLine(root)
                .addSubcommand(new RunCommand(console, runs))
                .addSubcommand(new ValidateCommand(console, catalogue))
                .addSubcommand(new ExplainCommand(console, catalogue))
                .addSubcommand(new WatchCommand(console))
                .addSubcommand(new ReplayCommand(console, System.in))
                .addSubcommand(new UiCommand(console, catalogue))
                .addSubcommand(new WrapCommand(console))
                .addSubcommand(new HistoryCommand(console))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new CompletionCommand(console))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                console.style().colours() ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(console.out(), true))
                .setErr(new PrintWriter(console.err(), true))
                .setParameterExceptionHandler(failures::misused)
                .setExecutionExceptionHandler(failures::failed);
    }
}
