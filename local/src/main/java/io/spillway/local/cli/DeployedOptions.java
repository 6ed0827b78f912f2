package io.spillway.local.cli;

import io.spillway.local.stack.Stack;
import io.spillway.local.stack.TerraformOutputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Names what Terraform deployed. A group of a command: one of the two is given, or neither. */
final class DeployedOptions {

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description =
                    "What Terraform deployed from terraform/examples/NAME, here or above, or from the directory NAME:"
                            + " asks terraform output.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--stack-file",
            paramLabel = "FILE",
            description = "The same, as terraform output -json wrote it to FILE.")
    private Optional<Path> file = Optional.empty();

    /** Asks no service of AWS. */
    Stack stack() throws IOException, InterruptedException {
        return file.isPresent()
                ? TerraformOutputs.read(Places.absolute(file.get()))
                : TerraformOutputs.ofExample(name.orElseThrow(), Path.of(""));
    }
}
