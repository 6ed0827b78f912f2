package io.spillway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobMainTest {

    /** Runs the main in a process of its own, with nothing in its environment but what is given. */
    private static Process start(Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                JobMain.class.getName())
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void exitsWithTheStatusForConfigurationWhereItsEnvironmentIsIncomplete() throws Exception {
        var job = start(Map.of());

        var output = new String(job.getInputStream().readAllBytes());

        assertThat(job.waitFor()).isEqualTo(78);
        assertThat(output.lines()).hasSize(1);
        assertThat(Json.readObject(output).requireText("message"))
                .startsWith(
                        "exit 78 CONFIGURATION: Cannot start the job: SPILLWAY_MANIFEST is not set;");
    }

    @Test
    void exitsWithTheStatusForAnotherTryWhereNoServiceAnswers() throws Exception {
        var job =
                start(
                        Map.ofEntries(
                                Map.entry("SPILLWAY_MANIFEST", "s3://work/jobs/a.json"),
                                Map.entry("SPILLWAY_DEFINITION", "s3://work/definitions/1.json"),
                                Map.entry("SPILLWAY_OUTPUT_BUCKET", "out"),
                                Map.entry("SPILLWAY_WORK_BUCKET", "work"),
                                Map.entry(
                                        "SPILLWAY_PHASES_TOPIC",
                                        "arn:aws:sns:us-east-1:000000000000:phases"),
                                Map.entry("AWS_BATCH_JOB_ID", "job-1"),
                                Map.entry("AWS_BATCH_JOB_ATTEMPT", "1"),
                                Map.entry(
                                        "TRACEPARENT",
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                                Map.entry("AWS_REGION", "us-east-1"),
                                Map.entry("AWS_ACCESS_KEY_ID", "local"),
                                Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
                                // Port 1 of loopback: nobody listens there.
                                Map.entry("AWS_ENDPOINT_URL", "http://127.0.0.1:1")));

        var output = new String(job.getInputStream().readAllBytes());

        assertThat(job.waitFor()).as(output).isEqualTo(75);
        var line = Json.readObject(output.lines().toList().getLast());
        assertThat(line.requireText("message"))
                .startsWith(
                        "exit 75 TRANSIENT: Reading s3://work/definitions/1.json got no answer");
        assertThat(line.requireText("jobId")).isEqualTo("job-1");
        assertThat(line.requireText("jobAttempt")).isEqualTo("1");
        assertThat(line.requireText("traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(line.requireText("parentSpanId")).isEqualTo("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @EnumSource(ExitStatus.class)
    void exitsWithNoStatusThatTheReadmeDoesNotExplain(ExitStatus status) throws IOException {
        var readme = Files.readString(Path.of("..", "..", "README.md"));

        assertThat(readme.lines().filter(line -> line.startsWith("| " + status.code() + " |")))
                .hasSize(1);
    }
}
