package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private static CommandLine.Values named(String name) {
        return new CommandLine.Values(
                Path.of("/in").resolve(name), Path.of("/out"), Path.of("/app"), name);
    }

    @Test
    void fillsInPlaceholdersWithinArguments() {
        var template =
                List.of(
                        "{app}/run",
                        "--in={input}",
                        "{outputs}/{name}.txt",
                        "{other}",
                        "{}",
                        "$HOME *");

        assertThat(CommandLine.of(template, named("a b.csv")).words())
                .containsExactly(
                        "/app/run",
                        "--in=/in/a b.csv",
                        "/out/a b.csv.txt",
                        "{other}",
                        "{}",
                        "$HOME *");
    }

    @Test
    void fillsInNothingWithinAValue() {
        assertThat(
                        CommandLine.of(List.of("run", "{name}", "{input}"), named("{outputs}$1\\"))
                                .words())
                .containsExactly("run", "{outputs}$1\\", "/in/{outputs}$1\\");
    }

    @Test
    void keepsAnEmptyArgument() {
        assertThat(CommandLine.of(List.of("run", ""), named("a")).words())
                .containsExactly("run", "");
    }
}
