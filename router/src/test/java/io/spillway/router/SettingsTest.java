package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.json.Json;
import io.spillway.stages.BuiltInStages;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void takesAJobThatWaitsForStuckAfterHalfAnHourUnlessToldOtherwise() {
        assertThat(Settings.of(environment).stuckAfter()).isEqualTo(Duration.ofMinutes(30));

        environment.put("SPILLWAY_STUCK_AFTER_SECONDS", "60");
        assertThat(Settings.of(environment).stuckAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void knowsTheQueuesOfWhatWasGivenUpByTheirNames() {
        assertThat(Settings.of(environment).deadLetterQueues())
                .containsExactly("queue-dead-letters", "submissions-dead-letters");
    }

    @Test
    void namesAJobDefinitionForEachPhaseAndTier() {
        assertThat(Settings.of(environment).jobDefinition("convert", 2)).isEqualTo("p-convert-2");
    }

    @ParameterizedTest
    @CsvSource({"true,,jobs", "false,,jobs", "true,steady,jobs", "false,steady,steady"})
    void sendsPhasesThatMustNotBeReclaimedToTheirOwnQueueWhereThereIsOne(
            boolean spot, String onDemandQueue, String expected) {
        if (onDemandQueue != null) {
            environment.put("SPILLWAY_ON_DEMAND_JOB_QUEUE", onDemandQueue);
        }
        var definition =
                """
                {"pipeline": "p", "phases": {"convert": {
                  "on": "upload", "stage": "convert", "inline": "never", "batch": {"spot": %s}}}}"""
                        .formatted(spot);
        var phase =
                DefinitionReader.requireChecked(
                                Json.read(definition), "p.json", BuiltInStages.catalogue())
                        .phase("convert")
                        .orElseThrow();

        assertThat(Settings.of(environment).jobQueue(phase)).isEqualTo(expected);
        assertThat(Settings.of(environment).jobQueues()).contains(expected);
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        environment.remove("SPILLWAY_SUBMISSIONS_QUEUE");
        environment.remove("SPILLWAY_JOB_QUEUE");
        environment.put("SPILLWAY_LEASE_SECONDS", "0");
        environment.put("SPILLWAY_SCRATCH_MIB", "lots");
        environment.put("SPILLWAY_STUCK_AFTER_SECONDS", "-1");

        assertThatThrownBy(() -> Settings.of(environment))
                .hasMessage(
                        "Cannot start the router: SPILLWAY_SUBMISSIONS_QUEUE is not set; SPILLWAY_JOB_QUEUE is not set; SPILLWAY_LEASE_SECONDS is \"0\": expected 1 to 9999 seconds; SPILLWAY_SCRATCH_MIB is \"lots\": expected 1 to 99999 MiB; SPILLWAY_STUCK_AFTER_SECONDS is \"-1\": expected 1 to 99999 seconds. Set them in the function's environment.");
    }
}
