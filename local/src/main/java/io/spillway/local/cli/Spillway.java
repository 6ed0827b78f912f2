package io.spillway.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that has all others beneath it. */
@Command(
        name = "spillway",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Small uploads flow through a function; the rest spill over to AWS Batch.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HelpCommand.class},
        footer = {
            "",
            "Try it, without an AWS account:",
            "  ./spillway run examples/weather --once",
            "",
            "Exit status:",
            "  0   done",
            "  1   not done, or not all of it; the message says why and what to do",
            "  2   the command line is wrong; nothing was done",
            "  70  a bug in Spillway itself; run again with --stacktrace",
            "  130 interrupted by Ctrl-C before it was done",
            "",
            "Environment:",
            "  NO_COLOR        if set, no colours",
            "  SPILLWAY_DEBUG  if set, as with --stacktrace"
        })
final class Spillway implements Runnable {

    @Spec private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            description = "Show where in the program a failure arose.",
            scope = ScopeType.INHERIT)
    private boolean stacktrace;

    boolean wantsStacktrace() {
        return stacktrace;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "No command was given: expected run, validate, explain, history, watch, ui, wrap or completion.");
    }
}
