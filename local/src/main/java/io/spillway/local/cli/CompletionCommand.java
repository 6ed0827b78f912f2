package io.spillway.local.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what teaches a shell to complete this command line. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print a completion script for bash and zsh.",
        footer = {
            "",
            "For this shell:   source <(./spillway completion)",
            "For every shell:  add that line to ~/.bashrc or ~/.zshrc, with the full path"
        })
final class CompletionCommand implements Runnable {

    private final Console console;

    @Spec private CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.out().println(AutoComplete.bash("spillway", spec.root().commandLine()));
        console.out().flush();
    }
}
