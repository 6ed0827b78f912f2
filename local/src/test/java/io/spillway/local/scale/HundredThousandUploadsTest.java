package io.spillway.local.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The benchmark on few uploads: the numbers that must hold however many there are. */
class HundredThousandUploadsTest {

    @Test
    void submitsFewJobsForManyUploadsAndEndsEachOnce() throws Exception {
        var result = new HundredThousandUploads(2_000, 7, Duration.ofSeconds(3)).run();

        assertThat(result.violations()).isEmpty();
        assertThat(result.inBatch()).isEqualTo(1_205);
        assertThat(result.calls()).isBetween(2L, result.inBatch() / 10);
        assertThat(result.turnedAway()).isZero();
        assertThat(result.children()).isBetween(result.calls(), result.inBatch() / 10);
    }
}
