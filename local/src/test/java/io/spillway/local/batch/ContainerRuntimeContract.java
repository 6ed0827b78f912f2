package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ContainerRuntime} must do. It has four images: {@code sh}, whose entry point is
 * {@code /bin/sh -c}; {@code printf}, {@code printf %s|}; {@code env}; and {@code absent}, whose
 * program doesn't exist.
 */
@Timeout(180)
abstract class ContainerRuntimeContract {

    static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;
    final String jobId = UUID.randomUUID().toString();

    /** Gives all its containers {@code SHARED=host} and {@code AWS_REGION=us-east-1}. */
    abstract ContainerRuntime runtime() throws IOException;

    /** The image of one of the four names. */
    abstract String image(String name);

    /** Whether a container's processes are still there. */
    boolean isRunning() {
        return ChildProcess.marked(jobId).findAny().isPresent();
    }

    @AfterEach
    void leaveNothingRunning() {
        ChildProcess.killMarked(jobId);
    }

    RunningContainer start(String image, String... command) throws IOException {
        return start(image, Map.of(), command);
    }

    RunningContainer start(String image, Map<String, String> more, String... command)
            throws IOException {
        return start(image, new FargateSize(250, 512), more, command);
    }

    RunningContainer start(
            String image, FargateSize size, Map<String, String> more, String... command)
            throws IOException {
        return start(image, size, Surroundings.PLAIN, more, command);
    }

    RunningContainer start(
            String image,
            FargateSize size,
            Surroundings surroundings,
            Map<String, String> more,
            String... command)
            throws IOException {
        var environment = new HashMap<>(more);
        environment.put("AWS_BATCH_JOB_ID", jobId);
        var work = Files.createDirectories(directory.resolve("work"));
        return runtime()
                .start(
                        new ContainerSpec(
                                jobId + "-1",
                                jobId + "-1",
                                image(image),
                                List.of(command),
                                environment,
                                size,
                                surroundings,
                                work,
                                directory.resolve("log")));
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    void awaitLog(String text) {
        Waiting.until(
                LONG,
                () -> {
                    try {
                        return log().contains(text);
                    } catch (IOException e) {
                        return false;
                    }
                },
                () -> "log line " + text);
    }

    private void awaitNothingRunning() {
        Waiting.until(LONG, () -> !isRunning(), () -> "the end of all processes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65, 75, 255})
    void tellsTheExitCode(int code) throws Exception {
        assertThat(start("sh", "exit " + code).await()).isEqualTo(new ContainerExit(code, false));
    }

    @Test
    void tellsThatItWasKilledAndDoesNotBlameTheMemory() throws Exception {
        var container = start("sh", "echo ready; sleep 300");
        awaitLog("ready");

        container.kill();

        assertThat(container.await()).isEqualTo(new ContainerExit(137, false));
    }

    @Test
    void killsWhatHoldsMoreMemoryThanTheJobAskedFor() throws Exception {
        var hog = "x=$(head -c 100M /dev/zero | tr '\\0' x); sleep 60";

        var container = start("sh", new FargateSize(250, 64), Map.of(), hog);

        assertThat(container.await()).isEqualTo(new ContainerExit(137, true));
        assertThat(isRunning()).isFalse();
    }

    @Test
    void leavesAContainerAloneThatHoldsWhatItAskedFor() throws Exception {
        var hog = "(head -c 100M /dev/zero; sleep 1) | tail > /dev/null";

        var container = start("sh", new FargateSize(250, 512), Map.of(), hog);

        assertThat(container.await()).isEqualTo(new ContainerExit(0, false));
    }

    @Test
    void refusesAnImageItDoesNotHave() {
        assertThatThrownBy(() -> start("unknown"))
                .isInstanceOf(ImageNotFound.class)
                .hasMessageContaining("image " + image("unknown") + " not found");
    }

    @Test
    void refusesAProgramThatCannotBeRun() {
        assertThatThrownBy(() -> start("absent"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ImageNotFound.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void prefersTheJobsEnvironmentToTheHosts() throws Exception {
        start("env", Map.of("SHARED", "job", "LINES", "one\ntwo")).await();

        assertThat(log())
                .contains("SHARED=job\n", "AWS_REGION=us-east-1\n", "LINES=one\ntwo\n")
                .contains("AWS_BATCH_JOB_ID=" + jobId);
    }

    @Test
    void handsOverArgumentsUntouched() throws Exception {
        var key = "a b/$(touch x)/`id`/'\"\\;&|+%25/ü/\u0001\n*";

        start("printf", key, "", "-n").await();

        assertThat(log()).isEqualTo(key + "||-n|");
        assertThat(directory.resolve("work/x")).doesNotExist();
    }

    @Test
    void takesOutputAndErrors() throws Exception {
        start("sh", "echo out; echo err >&2; echo out again").await();

        assertThat(log().lines())
                .containsSubsequence("out", "out again")
                .containsExactlyInAnyOrder("out", "err", "out again");
    }

    @Test
    void isNotStoppedByALargeOutput() throws Exception {
        var container =
                start("sh", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 3");

        assertThat(container.await().exitCode()).isEqualTo(3);
        assertThat(Files.size(directory.resolve("log"))).isEqualTo(6_000_000);
    }

    @Test
    void givesNoInput() throws Exception {
        start("sh", "cat; echo over").await();

        assertThat(log()).isEqualTo("over\n");
    }

    @Test
    void letsAContainerStopByItself() throws Exception {
        var container =
                start(
                        "sh",
                        "trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.01; done");
        awaitLog("ready");

        container.stop(LONG);

        assertThat(container.await().exitCode()).isEqualTo(9);
        assertThat(log()).contains("bye");
    }

    @Test
    void killsAContainerThatDoesNotListen() throws Exception {
        var container = start("sh", "trap '' TERM; echo ready; while :; do sleep 0.01; done");
        awaitLog("ready");

        container.stop(Duration.ofMillis(100));

        assertThat(container.await().exitCode()).isEqualTo(137);
    }

    @Test
    void killsTheChildrenOfAContainerToo() throws Exception {
        var container = start("sh", "sleep 300 & echo ready; wait");
        awaitLog("ready");
        assertThat(isRunning()).isTrue();

        container.kill();
        container.await();

        awaitNothingRunning();
    }

    @Test
    void endsTheChildrenThatOutliveAContainer() throws Exception {
        var container =
                start(
                        "sh",
                        "trap 'exit 0' TERM; (sleep 300 & echo ready); while :; do sleep 0.01; done");
        awaitLog("ready");
        assertThat(isRunning()).isTrue();

        container.stop(LONG);

        assertThat(container.await().exitCode()).isZero();

        awaitNothingRunning();
    }

    @Test
    void killsWhatAFormerLifeLeft() throws Exception {
        var container = start("sh", "sleep 300 & echo ready; wait");
        awaitLog("ready");

        runtime()
                .killRemains(
                        new ContainerRuntime.Remains(
                                jobId,
                                OptionalLong.of(container.processId()),
                                container.processStartedAt()));

        assertThat(container.await().exitCode()).isEqualTo(137);
        awaitNothingRunning();
    }

    @Test
    void findsWhatAFormerLifeLeftWithoutNotingIt() throws Exception {
        var container = start("sh", "echo ready; sleep 300");
        awaitLog("ready");

        runtime()
                .killRemains(
                        new ContainerRuntime.Remains(
                                jobId, OptionalLong.empty(), Optional.empty()));

        assertThat(container.await().exitCode()).isEqualTo(137);
    }
}
