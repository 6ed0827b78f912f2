package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** That {@code docs/operations.md} tells of each metric and field what the code says of it. */
class OperationsPageTest {

    private static List<String> page() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "operations.md"));
    }

    @Test
    void listsEveryMetricAsItIs() throws IOException {
        var expected =
                Arrays.stream(Metric.values())
                        .map(
                                metric ->
                                        "| `%s` | %s | %s | %s |"
                                                .formatted(
                                                        metric.word(),
                                                        metric.unit().word(),
                                                        metric.of().name().toLowerCase(Locale.ROOT),
                                                        metric.description()))
                        .toList();

        assertThat(page().stream().filter(line -> line.matches("\\| `[A-Z]\\w+` \\|.*")))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void listsEveryFieldOfALogLine() throws IOException {
        assertThat(page().stream().filter(line -> line.matches("\\| `[a-z]\\w+` \\|.*")))
                .extracting(line -> line.split("`")[1])
                .containsAll(Arrays.stream(LogField.values()).map(LogField::word).toList());
    }
}
