package io.spillway.local.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark's own checks, on few events: that it ran fast says nothing if it ran wrong. */
class MillionEventsTest {

    @ParameterizedTest
    @CsvSource({"10, 1, 1", "10, 2, 2", "1000, 2, 3"})
    void endsEveryUploadOnceHoweverItIsTold(int batch, int concurrency, long seed)
            throws Exception {
        assertThat(new MillionEvents(3_000, batch, concurrency, seed).run()).isZero();
    }
}
