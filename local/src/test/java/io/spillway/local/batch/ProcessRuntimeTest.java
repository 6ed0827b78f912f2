package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

@Timeout(20)
class ProcessRuntimeTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir private Path directory;
    private final String jobId = UUID.randomUUID().toString();
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    Map.of(
                            "sh", List.of("/bin/sh", "-c"),
                            "printf", List.of("printf", "%s|"),
                            "env", List.of("env"),
                            "absent", List.of("/no/such/program")),
                    Map.of("AWS_REGION", "us-east-1", "SHARED", "host"));

    @AfterEach
    void leaveNothingRunning() {
        ChildProcess.killMarked(jobId);
    }

    private RunningContainer start(String image, String... command) throws IOException {
        return start(image, Map.of(), command);
    }

    private RunningContainer start(String image, Map<String, String> more, String... command)
            throws IOException {
        return start(image, new FargateSize(250, 512), more, command);
    }

    private RunningContainer start(
            String image, FargateSize size, Map<String, String> more, String... command)
            throws IOException {
        var environment = new HashMap<>(more);
        environment.put("AWS_BATCH_JOB_ID", jobId);
        var work = Files.createDirectories(directory.resolve("work"));
        return runtime.start(
                new ContainerSpec(
                        jobId + "-1",
                        image,
                        List.of(command),
                        environment,
                        size,
                        work,
                        directory.resolve("log")));
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void awaitLog(String text) {
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

    private static ProcessHandle processNamedIn(Path file) throws IOException {
        var id = Long.parseLong(Files.readString(file).trim());
        return ProcessHandle.of(id).orElseThrow();
    }

    /** Whether it runs no more; one that nobody has waited for yet has no command line. */
    private static boolean isGone(ProcessHandle process) {
        try {
            var file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return Files.readAllBytes(file).length == 0;
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65, 75, 255})
    void tellsTheExitCode(int code) throws Exception {
        assertThat(start("sh", "exit " + code).await()).isEqualTo(new ContainerExit(code, false));
    }

    @Test
    void tellsThatASignalEndedIt() throws Exception {
        assertThat(start("sh", "kill -KILL $$").await().exitCode()).isEqualTo(137);
    }

    /** {@code tail} keeps what may be the last line. */
    @Test
    void killsWhatHoldsMoreMemoryThanTheJobAskedFor() throws Exception {
        var hog = "(head -c 100M /dev/zero; sleep 60) | tail";

        var container = start("sh", new FargateSize(250, 64), Map.of(), hog);

        assertThat(container.await()).isEqualTo(new ContainerExit(137, true));
        assertThat(ChildProcess.marked(jobId)).isEmpty();
    }

    @Test
    void leavesAContainerAloneThatHoldsWhatItAskedFor() throws Exception {
        var hog = "(head -c 100M /dev/zero; sleep 1) | tail > /dev/null";

        var container = start("sh", new FargateSize(250, 512), Map.of(), hog);

        assertThat(container.await()).isEqualTo(new ContainerExit(0, false));
    }

    @Test
    void doesNotBlameTheMemoryForEveryKill() throws Exception {
        var container = start("sh", "kill -KILL $$");

        assertThat(container.await()).isEqualTo(new ContainerExit(137, false));
    }

    /** Fills its heap. */
    static final class Hog {

        private Hog() {}

        public static void main(String[] args) {
            var all = new ArrayList<byte[]>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }
    }

    @Test
    void passesOnThatAJavaRanOutOfHeap() throws Exception {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var images =
                Map.<String, ProcessRuntime.EntryPoint>of(
                        "java",
                        size ->
                                List.of(
                                        java,
                                        "-XX:+ExitOnOutOfMemoryError",
                                        "-Xmx%dm".formatted(size.memoryMib() / 16),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Hog.class.getName()));
        var work = Files.createDirectories(directory.resolve("work"));

        var container =
                ProcessRuntime.sized(images, Map.of())
                        .start(
                                new ContainerSpec(
                                        jobId + "-1",
                                        "java",
                                        List.of(),
                                        Map.of("AWS_BATCH_JOB_ID", jobId),
                                        new FargateSize(250, 512),
                                        work,
                                        directory.resolve("log")));

        assertThat(container.await()).isEqualTo(new ContainerExit(3, false));
    }

    @Test
    void refusesAnImageItDoesNotHave() {
        assertThatThrownBy(() -> start("unknown"))
                .isInstanceOf(ImageNotFound.class)
                .hasMessage("image unknown not found, there are: [absent, env, printf, sh]");
    }

    @Test
    void refusesAProgramThatCannotBeRun() {
        assertThatThrownBy(() -> start("absent"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ImageNotFound.class);
    }

    @Test
    void putsNothingButWhatIsGivenIntoTheEnvironment() throws Exception {
        start("env", Map.of("SHARED", "job")).await();

        assertThat(log().lines().map(line -> line.replaceAll("=.*", "")))
                .containsExactlyInAnyOrder("PATH", "AWS_REGION", "SHARED", "AWS_BATCH_JOB_ID");
        assertThat(log()).contains("SHARED=job\n");
    }

    @Test
    void handsOverArgumentsUntouched() throws Exception {
        var key = "a b/$(touch x)/`id`/'\"\\;&|+%25/ü/\u0001\n*";

        start("printf", key, "", "-n").await();

        assertThat(log()).isEqualTo(key + "||-n|");
        assertThat(directory.resolve("work/x")).doesNotExist();
    }

    @Test
    void worksInItsOwnDirectory() throws Exception {
        start("sh", "pwd; echo here > file").await();

        assertThat(log().trim()).endsWith("/work");
        assertThat(directory.resolve("work/file")).hasContent("here");
    }

    @Test
    void mergesOutputAndErrorsInTheirOrder() throws Exception {
        start("sh", "echo out; echo err >&2; echo out again").await();

        assertThat(log()).isEqualTo("out\nerr\nout again\n");
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
        var container = start("sh", "sleep 300 & echo $! > child; echo ready; wait");
        awaitLog("ready");
        var child = processNamedIn(directory.resolve("work/child"));

        container.kill();
        container.await();

        Waiting.until(LONG, () -> isGone(child), () -> "child " + child);
    }

    @Test
    void endsTheChildrenThatOutliveAContainer() throws Exception {
        var container = start("sh", "(sleep 300 & echo $! > child); sleep 0.05; exit 0");

        assertThat(container.await().exitCode()).isZero();

        var child = processNamedIn(directory.resolve("work/child"));
        Waiting.until(LONG, () -> isGone(child), () -> "child " + child);
    }

    @Test
    void killsWhatAFormerLifeLeft() throws Exception {
        var container = start("sh", "sleep 300 & echo $! > child; echo ready; wait");
        awaitLog("ready");
        var child = processNamedIn(directory.resolve("work/child"));

        runtime.killRemains(
                new ContainerRuntime.Remains(
                        jobId,
                        OptionalLong.of(container.processId()),
                        container.processStartedAt()));

        assertThat(container.await().exitCode()).isEqualTo(137);
        Waiting.until(LONG, () -> isGone(child), () -> "child " + child);
    }

    @Test
    void findsWhatAFormerLifeLeftWithoutNotingIt() throws Exception {
        var container = start("sh", "echo ready; sleep 300");
        awaitLog("ready");

        runtime.killRemains(
                new ContainerRuntime.Remains(jobId, OptionalLong.empty(), Optional.empty()));

        assertThat(container.await().exitCode()).isEqualTo(137);
    }

    @Test
    void sparesAProcessThatOnlyHasTheSameNumber() throws Exception {
        var container = start("sh", "trap 'exit 4' TERM; echo ready; while :; do sleep 0.01; done");
        awaitLog("ready");

        runtime.killRemains(
                new ContainerRuntime.Remains(
                        UUID.randomUUID().toString(),
                        OptionalLong.of(container.processId()),
                        Optional.of(Instant.EPOCH)));
        container.stop(LONG);

        assertThat(container.await().exitCode()).isEqualTo(4);
    }
}
