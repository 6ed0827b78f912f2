package io.spillway.local.function;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionConfigurationTest {

    private static final String QUEUE = "http://127.0.0.1/000000000000/";

    private static FunctionConfiguration configuration(long seconds, int memory, String... queues) {
        var mappings =
                Stream.of(queues)
                        .map(name -> new EventSourceMapping(QUEUE + name, 10, Duration.ZERO, 2))
                        .toList();
        return new FunctionConfiguration(
                "router", Duration.ofSeconds(seconds), memory, mappings, Path.of("router.log"));
    }

    private static EventSourceMapping mapping(int batchSize, long window, int concurrency) {
        return new EventSourceMapping(
                QUEUE + "intake", batchSize, Duration.ofSeconds(window), concurrency);
    }

    @ParameterizedTest
    @CsvSource({"1, 128", "900, 10240", "30, 512"})
    void takesWhatLambdaTakes(long seconds, int memory) {
        assertThatCode(() -> configuration(seconds, memory, "intake", "submissions"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 512, timeout",
        "901, 512, timeout",
        "30, 127, memoryMib",
        "30, 10241, memoryMib",
    })
    void refusesWhatLambdaRefuses(long seconds, int memory, String member) {
        assertThatThrownBy(() -> configuration(seconds, memory, "intake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(member + " of the function is ");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 2", "10, 0, 2", "10000, 300, 1000", "11, 1, 2", "1000, 1, 2"})
    void takesTheMappingsThatLambdaTakes(int batchSize, long window, int concurrency) {
        assertThatCode(() -> mapping(batchSize, window, concurrency)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 2, batchSize",
        "10001, 1, 2, batchSize",
        "10, 301, 2, batchWindow",
        "11, 0, 2, batchWindow",
        "10, 0, 1, maximumConcurrency",
        "10, 0, 1001, maximumConcurrency"
    })
    void refusesTheMappingsThatLambdaRefuses(
            int batchSize, long window, int concurrency, String member) {
        assertThatThrownBy(() -> mapping(batchSize, window, concurrency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(member + " of the event source mapping is ");
    }

    @Test
    void refusesAQueueOfOrderedMessages() {
        assertThatThrownBy(() -> configuration(30, 512, "intake.fifo"))
                .hasMessageContaining("must be a standard queue's.");
    }

    @Test
    void refusesTwoMappingsOfOneQueue() {
        assertThatThrownBy(() -> configuration(30, 512, "intake", "intake"))
                .hasMessageEndingWith("must be one for each queue.");
    }

    @Test
    void refusesAFunctionThatNothingFeeds() {
        assertThatThrownBy(
                        () ->
                                new FunctionConfiguration(
                                        "router",
                                        Duration.ofSeconds(30),
                                        512,
                                        List.of(),
                                        Path.of("router.log")))
                .hasMessage("mappings of the function is []: must be at least one.");
    }

    @Test
    void saysWhatItExpects() {
        assertThatThrownBy(() -> configuration(30, 100, "intake"))
                .hasMessage("memoryMib of the function is 100: must be 128 to 10240.");
    }
}
