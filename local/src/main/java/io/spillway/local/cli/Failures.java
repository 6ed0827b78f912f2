package io.spillway.local.cli;

import io.spillway.pipeline.definition.MistakenDefinition;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: one sentence, no stack trace unless it is asked for. */
final class Failures {

    private final Console console;
    private final Spillway root;

    Failures(Console console, Spillway root) {
        this.console = console;
        this.root = root;
    }

    /** The command line was wrong. */
    int misused(ParameterException mistake, String[] args) {
        var command = mistake.getCommandLine();
        console.error(sentence(mistake.getMessage().replaceFirst("^Error: ", "")));
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        command.getErr().println("Try ./" + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.USAGE;
    }

    /** The command couldn't do what it was asked. */
    int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if (wantsStacktrace()) {
            failure.printStackTrace(console.err());
        }
        return switch (failure) {
            case MistakenDefinition mistaken -> mistaken(mistaken);
            case CommandFailed _, IOException _ -> told(failure);
            case InterruptedException _ -> ExitCode.INTERRUPTED;
            default -> bug(failure);
        };
    }

    private boolean wantsStacktrace() {
        return root.wantsStacktrace()
                || !console.environment().getOrDefault("SPILLWAY_DEBUG", "").isEmpty();
    }

    private int mistaken(MistakenDefinition mistaken) {
        mistaken.getMessage()
                .lines()
                .map(console.errorStyle()::safe)
                .forEach(console.err()::println);
        console.error(
                "The definition can't be used. Correct it; ./spillway validate checks it without running anything.");
        return ExitCode.FAILED;
    }

    private int told(Exception failure) {
        console.error(
                sentence(failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        return ExitCode.FAILED;
    }

    private int bug(Exception failure) {
        console.error(
                "A bug in Spillway: %s. Run the command again with --stacktrace and report what it prints."
                        .formatted(failure));
        return ExitCode.BUG;
    }

    private static String sentence(String message) {
        return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
    }
}
