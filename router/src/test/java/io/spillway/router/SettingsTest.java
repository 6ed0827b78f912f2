package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.attempt.WorkPath;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class SettingsTest {

    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "SPILLWAY_DEFINITION", "s3://work/definitions/1.json",
                            "SPILLWAY_OUTPUT_BUCKET", "out",
                            "SPILLWAY_WORK_BUCKET", "work",
                            "SPILLWAY_PHASES_TOPIC", "topic",
                            "SPILLWAY_INTAKE_QUEUE", "queue",
                            "SPILLWAY_SUBMISSIONS_QUEUE", "submissions",
                            "SPILLWAY_JOB_QUEUE", "jobs",
                            "SPILLWAY_JOB_DEFINITION_PREFIX", "p-",
                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"));

    @Test
    void holdsAClaimAsLongAsTheWorkPathSaysUnlessToldOtherwise() {
        assertThat(Settings.of(environment).lease()).isEqualTo(WorkPath.LEASE);

        environment.put("SPILLWAY_LEASE_SECONDS", "5");
        assertThat(Settings.of(environment).lease()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void namesAJobDefinitionForEachPhaseAndTier() {
        assertThat(Settings.of(environment).jobDefinition("convert", 2)).isEqualTo("p-convert-2");
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        environment.remove("SPILLWAY_SUBMISSIONS_QUEUE");
        environment.remove("SPILLWAY_JOB_QUEUE");
        environment.put("SPILLWAY_LEASE_SECONDS", "0");
        environment.put("SPILLWAY_SCRATCH_MIB", "lots");

        assertThatThrownBy(() -> Settings.of(environment))
                .hasMessage(
                        "Cannot start the router: SPILLWAY_SUBMISSIONS_QUEUE is not set;"
                            + " SPILLWAY_JOB_QUEUE is not set; SPILLWAY_LEASE_SECONDS is \"0\":"
                            + " expected 1 to 9999 seconds; SPILLWAY_SCRATCH_MIB is \"lots\":"
                            + " expected 1 to 99999 MiB. Set them in the function's environment.");
    }
}
