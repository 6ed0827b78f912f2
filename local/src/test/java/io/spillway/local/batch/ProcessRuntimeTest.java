package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProcessRuntimeTest extends ContainerRuntimeContract {

    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    Map.of(
                            "sh", List.of("/bin/sh", "-c"),
                            "printf", List.of("printf", "%s|"),
                            "env", List.of("env"),
                            "absent", List.of("/no/such/program")),
                    Map.of("AWS_REGION", "us-east-1", "SHARED", "host"));

    @Override
    ContainerRuntime runtime() {
        return runtime;
    }

    @Override
    String image(String name) {
        return name;
    }

    @Test
    void tellsThatASignalEndedIt() throws Exception {
        assertThat(start("sh", "kill -KILL $$").await()).isEqualTo(new ContainerExit(137, false));
    }

    /** {@code tail} keeps what may be the last line. */
    @Test
    void countsTheMemoryOfAllProcesses() throws Exception {
        var hog = "(head -c 100M /dev/zero; sleep 60) | tail";

        var container = start("sh", new FargateSize(250, 64), Map.of(), hog);

        assertThat(container.await()).isEqualTo(new ContainerExit(137, true));
        assertThat(ChildProcess.marked(jobId)).isEmpty();
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
                                        jobId + "-1",
                                        "java",
                                        List.of(),
                                        Map.of("AWS_BATCH_JOB_ID", jobId),
                                        new FargateSize(250, 512),
                                        Surroundings.PLAIN,
                                        work,
                                        directory.resolve("log")));

        assertThat(container.await()).isEqualTo(new ContainerExit(3, false));
    }

    @Test
    void namesTheImagesThatItHas() {
        assertThatThrownBy(() -> start("unknown"))
                .hasMessage("image unknown not found, there are: [absent, env, printf, sh]");
    }

    @Test
    void putsNothingButWhatIsGivenIntoTheEnvironment() throws Exception {
        start("env", Map.of("SHARED", "job")).await();

        assertThat(log().lines().map(line -> line.replaceAll("=.*", "")))
                .containsExactlyInAnyOrder("PATH", "AWS_REGION", "SHARED", "AWS_BATCH_JOB_ID");
        assertThat(log()).contains("SHARED=job\n");
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
