package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.ExitTable;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.LegacyContract.WorkingFolder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTaskTest {

    @ParameterizedTest
    @CsvSource({"FILE, /spillway/task/input/input", "DIRECTORY, /spillway/task/input"})
    void tellsAnImageWhereItsInputAndItsOutputsAre(InputMode mode, String input) {
        var contract =
                new LegacyContract(
                        List.of("-v", "--from={input}", "{outputs}/a"),
                        Optional.of("reports/settle:7"),
                        mode,
                        OutputMode.DIRECTORY,
                        WorkingFolder.HOME,
                        Map.of(),
                        ExitTable.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(30));

        assertThat(ImageTask.command(contract))
                .containsExactly("-v", "--from=" + input, "/spillway/task/outputs/a");
    }
}
