package io.spillway.legacy;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.ExitTable;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.LegacyContract.WorkingFolder;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contracts of small real programs, mostly scripts for {@code sh}. */
final class LegacyPrograms {

    static final ExitTable EXITS =
            new ExitTable(
                    Map.of(
                            3, ExitMeaning.BAD_INPUT,
                            4, ExitMeaning.SUCCEED,
                            5, ExitMeaning.FAIL,
                            75, ExitMeaning.RETRY),
                    ExitMeaning.FAIL,
                    ExitMeaning.FAIL,
                    ExitMeaning.FAIL,
                    List.of());

    private LegacyPrograms() {}

    /**
     * {@code sh} with the input as {@code $1}, the output directory as {@code $2}, the name as
     * {@code $3}.
     */
    static LegacyContract script(String script) {
        return contract(
                List.of("sh", "-c", script, "script", "{input}", "{outputs}", "{name}"),
                InputMode.FILE,
                OutputMode.DIRECTORY);
    }

    static LegacyContract script(String script, InputMode input, OutputMode output) {
        return contract(script(script).command(), input, output);
    }

    static LegacyContract contract(List<String> command, InputMode input, OutputMode output) {
        return new LegacyContract(
                command,
                Optional.empty(),
                input,
                output,
                WorkingFolder.HOME,
                Map.of(),
                EXITS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(20));
    }

    /**
     * {@code sh} as in {@link #script(String)}, with more settings.
     *
     * @param settings as JSON, but in single quotes
     */
    static LegacyContract script(String script, String settings) {
        return read(script(script).command(), settings);
    }

    /** {@code sh} that writes its result to its standard output, with more settings. */
    static LegacyContract printing(String script, String settings) {
        return read(List.of("sh", "-c", script), "'output': 'stdout', " + settings);
    }

    private static LegacyContract read(List<String> command, String settings) {
        var words = command.stream().map(word -> new JsonValue.Text(Position.NONE, word)).toList();
        var legacy = JsonObject.of().put("command", words);
        Json.readObject("{%s}".formatted(settings.replace('\'', '"')))
                .members()
                .forEach((name, member) -> legacy.put(name, member.value()));
        var phase =
                JsonObject.of()
                        .put("on", "upload")
                        .put("stage", JsonObject.of().put("legacy", legacy));
        var definition =
                DefinitionReader.requireChecked(
                        JsonObject.of()
                                .put("pipeline", "p")
                                .put("phases", JsonObject.of().put("a", phase))
                                .build(),
                        "test",
                        List.of());
        return switch (definition.phases().getFirst().stage()) {
            case StageSpec.Legacy(var contract) -> contract;
            case StageSpec.Named named -> throw new AssertionError(named);
        };
    }

    static LegacyContract limited(LegacyContract contract, Duration limit, Duration grace) {
        return new LegacyContract(
                contract.command(),
                contract.image(),
                contract.input(),
                contract.output(),
                contract.workingFolder(),
                contract.environment(),
                contract.exits(),
                contract.progress(),
                Optional.of(limit),
                contract.silence(),
                grace);
    }

    static LegacyContract with(LegacyContract contract, Map<String, String> environment) {
        return new LegacyContract(
                contract.command(),
                contract.image(),
                contract.input(),
                contract.output(),
                contract.workingFolder(),
                environment,
                contract.exits(),
                contract.progress(),
                contract.timeLimit(),
                contract.silence(),
                contract.grace());
    }

    /** Makes the file that a script waits for; a second call does nothing. */
    static void letGoOn(Path awaited) {
        try {
            Files.write(awaited, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
