package io.spillway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {

    private static Map<String, String> environment() {
        return new HashMap<>(
                Map.of(
                        "SPILLWAY_MANIFEST", "s3://work/jobs/a.json",
                        "SPILLWAY_DEFINITION", "s3://work/definitions/1.json",
                        "SPILLWAY_OUTPUT_BUCKET", "out",
                        "SPILLWAY_WORK_BUCKET", "work",
                        "SPILLWAY_PHASES_TOPIC", "arn:aws:sns:us-east-1:000000000000:phases",
                        "AWS_BATCH_JOB_ID", "job-1",
                        "AWS_BATCH_JOB_ATTEMPT", "2"));
    }

    @Test
    void readsWhatTheJobDefinitionAndAwsBatchSet() throws Exception {
        assertThat(JobSettings.of(environment()))
                .isEqualTo(
                        new JobSettings(
                                new ObjectLocation("work", "jobs/a.json"),
                                new ObjectLocation("work", "definitions/1.json"),
                                new Places("out", "work"),
                                "arn:aws:sns:us-east-1:000000000000:phases",
                                "job-1",
                                2,
                                0,
                                Path.of("/app"),
                                Path.of("/tmp"),
                                Optional.empty()));
    }

    @Test
    void takesOtherPlacesForProgramsAndScratch() throws Exception {
        var environment = environment();
        environment.put("SPILLWAY_APP_DIRECTORY", "/elsewhere");
        environment.put("SPILLWAY_SCRATCH", "/scratch");

        var settings = JobSettings.of(environment);

        assertThat(settings.appDirectory()).isEqualTo(Path.of("/elsewhere"));
        assertThat(settings.scratch()).isEqualTo(Path.of("/scratch"));
    }

    @Test
    void knowsWhichChildOfAnArrayJobItIs() throws Exception {
        var environment = environment();
        environment.put("AWS_BATCH_JOB_ID", "job-1:9999");
        environment.put("AWS_BATCH_JOB_ARRAY_INDEX", "9999");

        var settings = JobSettings.of(environment);

        assertThat(settings.jobId()).isEqualTo("job-1:9999");
        assertThat(settings.arrayIndex()).isEqualTo(9_999);
    }

    @Test
    void tellsEverythingThatIsMissingAtOnce() {
        assertThatThrownBy(() -> JobSettings.of(Map.of("SPILLWAY_WORK_BUCKET", "work")))
                .isInstanceOf(JobSettings.Incomplete.class)
                .hasMessage(
                        "Cannot start the job: SPILLWAY_MANIFEST is not set; SPILLWAY_DEFINITION is not set; SPILLWAY_OUTPUT_BUCKET is not set; SPILLWAY_PHASES_TOPIC is not set; AWS_BATCH_JOB_ID is not set; AWS_BATCH_JOB_ATTEMPT is not set. AWS Batch and the job definition set them.");
    }

    @ParameterizedTest
    @CsvSource({
        "SPILLWAY_MANIFEST, work/jobs/a.json, expected s3://bucket/key",
        "SPILLWAY_DEFINITION, s3://work, expected s3://bucket/key",
        "AWS_BATCH_JOB_ATTEMPT, first, expected a number",
        "AWS_BATCH_JOB_ARRAY_INDEX, -1, expected a number"
    })
    void refusesAValueOfAnotherForm(String name, String value, String expected) {
        var environment = environment();
        environment.put(name, value);

        assertThatThrownBy(() -> JobSettings.of(environment))
                .hasMessageContaining(name + " is \"" + value + "\": " + expected);
    }
}
