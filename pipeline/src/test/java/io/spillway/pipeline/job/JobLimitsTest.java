package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobLimitsTest {

    /** Characters around a value: {@code {"environment":[{"name":"A","value":""}]}}. */
    private static final int AROUND_A_VALUE = 57;

    private static JobRequest request(
            String name, OptionalInt size, Map<String, String> environment) {
        return new JobRequest(name, "jobs", "p-convert-1", size, environment, Map.of());
    }

    private static void require(JobRequest request) throws JobRefused {
        JobLimits.require(request);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10_000})
    void takesArraysOfTwoToTenThousand(int size) {
        assertThatCode(() -> require(request("j", OptionalInt.of(size), Map.of())))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 10_001})
    void refusesOtherArrays(int size) {
        assertThatThrownBy(() -> require(request("j", OptionalInt.of(size), Map.of())))
                .hasMessage(
                        "Job j for queue jobs is beyond what AWS Batch takes: an array has 2 to 10000 children, not %d."
                                .formatted(size));
    }

    @ParameterizedTest
    @CsvSource({"8192, true", "8193, false"})
    void takesOverridesUpToTheirLimit(int characters, boolean taken) {
        var request =
                request(
                        "j",
                        OptionalInt.empty(),
                        Map.of("A", "x".repeat(characters - AROUND_A_VALUE)));

        if (taken) {
            assertThatCode(() -> require(request)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> require(request))
                    .hasMessageEndingWith("its overrides have 8193 characters, more than 8192.");
        }
    }

    @Test
    void refusesARequestOfMoreThanThirtyKibibytes() {
        var request =
                new JobRequest(
                        "j",
                        "jobs",
                        "d",
                        OptionalInt.empty(),
                        Map.of(),
                        Map.of("p", "x".repeat(30 << 10)));

        assertThatThrownBy(() -> require(request)).hasMessageContaining("more than 30720");
    }

    @ParameterizedTest
    @CsvSource({"128, true", "129, false"})
    void takesNamesUpToTheirLimit(int length, boolean taken) {
        var request = request("j".repeat(length), OptionalInt.empty(), Map.of());

        if (taken) {
            assertThatCode(() -> require(request)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> require(request)).hasMessageContaining("1 to 128 letters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-j", "_j", "j.j", "j j", "jü"})
    void refusesNamesOfOtherForms(String name) {
        assertThatThrownBy(() -> require(request(name, OptionalInt.empty(), Map.of())))
                .hasMessageContaining("a name is");
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        var request =
                request("-", OptionalInt.of(1), Map.of("AWS_BATCH_JOB_ID", "x".repeat(40_000)));

        assertThatThrownBy(() -> require(request))
                .hasMessageContaining("a name is")
                .hasMessageContaining("not 1")
                .hasMessageContaining("AWS_BATCH_JOB_ID")
                .hasMessageContaining("more than 8192")
                .hasMessageContaining("more than 30720");
    }
}
