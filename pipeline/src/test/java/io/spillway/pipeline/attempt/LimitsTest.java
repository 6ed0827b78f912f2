package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.work.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Limits LIMITS =
            new Limits(NOW.plusSeconds(10), 100 << 20, 512 << 20, 64 << 20, Duration.ZERO);

    @ParameterizedTest
    @CsvSource({
        "9, 104857600, 536870912, 67108864,",
        "0, 0, 0, 0,",
        "10, 0, 0, 0, DEADLINE",
        "11, 0, 0, 0, DEADLINE",
        "0, 104857601, 0, 0, MEMORY",
        "0, 0, 536870913, 0, SCRATCH",
        "0, 0, 0, 67108865, EXPANSION",
        "10, 104857601, 536870913, 67108865, EXPANSION",
        "10, 104857601, 536870913, 0, MEMORY",
        "10, 0, 536870913, 0, SCRATCH"
    })
    void areMetOnceTheyAreExceeded(
            long second, long memory, long scratch, long written, Failure.Kind kind) {
        var used = new Limits.Used(NOW.plusSeconds(second), memory, scratch, written);

        assertThat(LIMITS.exceededBy(used).map(Limits.Excess::kind))
                .isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void sayWhatWasUsedOfWhat() {
        var used = new Limits.Used(NOW, 0, 0, 65 << 20);

        assertThat(LIMITS.exceededBy(used).orElseThrow().what())
                .isEqualTo("65 MiB written, more than the 64 MiB that it takes inline");
    }
}
