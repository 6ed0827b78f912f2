package io.spillway.local.function;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionConfigurationTest {

    private static FunctionConfiguration configuration(
            long seconds, int memory, int batchSize, long window, int concurrency) {
        return new FunctionConfiguration(
                "router",
                Duration.ofSeconds(seconds),
                memory,
                "http://127.0.0.1/000000000000/intake",
                batchSize,
                Duration.ofSeconds(window),
                concurrency,
                Path.of("router.log"));
    }

    @ParameterizedTest
    @CsvSource({"1, 128, 1, 0, 2", "900, 10240, 10000, 300, 1000", "30, 512, 11, 1, 2"})
    void takesWhatLambdaTakes(
            long seconds, int memory, int batchSize, long window, int concurrency) {
        assertThatCode(() -> configuration(seconds, memory, batchSize, window, concurrency))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 512, 10, 0, 2, timeout",
        "901, 512, 10, 0, 2, timeout",
        "30, 127, 10, 0, 2, memoryMib",
        "30, 10241, 10, 0, 2, memoryMib",
        "30, 512, 0, 0, 2, batchSize",
        "30, 512, 10001, 1, 2, batchSize",
        "30, 512, 10, 301, 2, batchWindow",
        "30, 512, 11, 0, 2, batchWindow",
        "30, 512, 10, 0, 1, maximumConcurrency",
        "30, 512, 10, 0, 1001, maximumConcurrency"
    })
    void refusesWhatLambdaRefuses(
            long seconds, int memory, int batchSize, long window, int concurrency, String member) {
        assertThatThrownBy(() -> configuration(seconds, memory, batchSize, window, concurrency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(member + " of the function is ");
    }

    @Test
    void saysWhatItExpects() {
        assertThatThrownBy(() -> configuration(30, 100, 10, 0, 2))
                .hasMessage("memoryMib of the function is 100: must be 128 to 10240.");
    }
}
