package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final TestConsole console = new TestConsole();

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "validate", "explain", "wrap", "completion"})
    void hasHelpForEveryCommandWithinAHundredColumns(String command) {
        assertThat(
                        command.isEmpty()
                                ? console.spillway("--help")
                                : console.spillway(command, "--help"))
                .isZero();

        assertThat(console.out()).startsWith(("Usage: spillway " + command).strip());
        assertThat(console.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void saysItsVersion() {
        assertThat(console.spillway("--version")).isZero();
        assertThat(console.out()).startsWith("spillway ").contains("\nJava ");
    }

    @Test
    void printsACompletionScriptThatKnowsTheCommands() {
        assertThat(console.spillway("completion")).isZero();
        assertThat(console.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("--max-vcpus", "validate", "explain");
    }

    @Test
    void refusesNoCommand() {
        assertThat(console.spillway()).isEqualTo(2);
        assertThat(console.err())
                .isEqualTo(
                        """
                        spillway: No command was given: expected run, validate, explain, history, watch, ui, wrap or completion.
                        Try ./spillway --help.
                        """);
    }

    @Test
    void suggestsTheCommandThatWasProbablyMeant() {
        assertThat(console.spillway("valdate")).isEqualTo(2);
        assertThat(console.err()).contains("Did you mean: spillway validate");
    }

    @ParameterizedTest
    @CsvSource({
        "true, '', xterm, true",
        "true, 1, xterm, false",
        "true, '', dumb, false",
        "false, '', xterm, false"
    })
    void usesColoursOnATerminalThatWantsThem(
            boolean terminal, String noColor, String term, boolean colours) {
        assertThat(Console.hasColours(terminal, Map.of("NO_COLOR", noColor, "TERM", term)))
                .isEqualTo(colours);
    }
}
