package io.spillway.legacy;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contracts of small real programs, mostly scripts for {@code sh}. */
final class LegacyPrograms {

    static final Map<Integer, ExitMeaning> EXITS =
            Map.of(
                    3, ExitMeaning.BAD_INPUT,
                    4, ExitMeaning.SUCCEED,
                    5, ExitMeaning.FAIL,
                    75, ExitMeaning.RETRY);

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
                Map.of(),
                EXITS,
                Optional.empty(),
                Duration.ofSeconds(20));
    }

    static LegacyContract limited(LegacyContract contract, Duration limit, Duration grace) {
        return new LegacyContract(
                contract.command(),
                contract.image(),
                contract.input(),
                contract.output(),
                contract.environment(),
                contract.exits(),
                Optional.of(limit),
                grace);
    }

    static LegacyContract with(LegacyContract contract, Map<String, String> environment) {
        return new LegacyContract(
                contract.command(),
                contract.image(),
                contract.input(),
                contract.output(),
                environment,
                contract.exits(),
                contract.timeLimit(),
                contract.grace());
    }
}
