package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.container.ContainerEngine;
import io.spillway.local.container.EngineRuntime;
import io.spillway.local.container.TestEngine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineRuntimeTest extends ContainerRuntimeContract {

    private static final FargateSize SMALL = new FargateSize(250, 512);

    private ContainerEngine engine;

    private final String run = "test-" + UUID.randomUUID();
    private EngineRuntime runtime;

    @BeforeEach
    void makeImages() throws Exception {
        engine = TestEngine.require();
        TestEngine.image(engine, "printf", "[\"/usr/bin/printf\", \"%s|\"]");
        TestEngine.image(engine, "env", "[\"/usr/bin/env\"]");
        TestEngine.image(engine, "absent", "[\"/no/such/program\"]");
    }

    @AfterEach
    void removeContainers() {
        if (runtime != null) {
            runtime.close();
        }
    }

    @Override
    ContainerRuntime runtime() throws IOException {
        if (runtime == null) {
            runtime = again();
        }
        return runtime;
    }

    private EngineRuntime again() throws IOException {
        return new EngineRuntime(
                engine, run, () -> Map.of("AWS_REGION", "us-east-1", "SHARED", "host"));
    }

    @Override
    String image(String name) {
        return TestEngine.image(name);
    }

    private String ask(Surroundings surroundings, String command) throws Exception {
        start("sh", SMALL, surroundings, Map.of(), command).await();
        return log();
    }

    @Test
    void givesNothingOfTheHostsOwnEnvironment() throws Exception {
        start("env").await();

        assertThat(log().lines().map(line -> line.replaceAll("=.*", "")))
                .isSubsetOf(
                        "PATH",
                        "HOSTNAME",
                        "HOME",
                        "TERM",
                        "container",
                        "AWS_REGION",
                        "SHARED",
                        "AWS_BATCH_JOB_ID");
    }

    @Test
    void runsAsTheUserOfTheDefinitionWithoutAnyCapability() throws Exception {
        var surroundings = new Surroundings(Optional.of("65532:65532"), false, false, List.of());

        var said = ask(surroundings, "id -u; id -g; cat /proc/self/status");

        assertThat(said).startsWith("65532\n65532\n");
        assertThat(said).contains("CapBnd:\t0000000000000000").contains("NoNewPrivs:\t1");
    }

    @Test
    void leavesAContainerOfRootItsCapabilities() throws Exception {
        var surroundings = new Surroundings(Optional.of("0"), false, false, List.of());

        assertThat(ask(surroundings, "cat /proc/self/status"))
                .contains("NoNewPrivs:\t0")
                .doesNotContain("CapBnd:\t0000000000000000");
    }

    @Test
    void keepsTheRootFromBeingWritten() throws Exception {
        var mount = new Mount(jobId + "-1-scratch", "/scratch", false);
        var surroundings = new Surroundings(Optional.of("0"), true, false, List.of(mount));

        var said =
                ask(
                        surroundings,
                        // The shell's own complaints would come in between, in the midst of a line.
                        """
                        exec 2> /dev/null
                        for directory in '' /tmp /scratch; do
                          echo > "$directory/file" && echo "$directory taken" || echo "$directory refused"
                        done
                        """);

        assertThat(said.lines()).containsExactly(" refused", "/tmp refused", "/scratch taken");
    }

    @Test
    void sharesAVolumeAmongTheContainersOfAnAttemptUntilItIsOver() throws Exception {
        var mount = new Mount(jobId + "-1-scratch", "/scratch", false);
        var surroundings = new Surroundings(Optional.of("0"), true, false, List.of(mount));

        ask(surroundings, "echo hello > /scratch/file");
        assertThat(ask(surroundings, "cat /scratch/file")).endsWith("hello\n");

        runtime.attemptOver(jobId + "-1");
        assertThat(ask(surroundings, "ls /scratch; echo empty")).endsWith("hello\nempty\n");
    }

    @Test
    void runsAJobWithMoreProcessorsThanThisMachineHas() throws Exception {
        var container = start("sh", new FargateSize(16_000, 512), Map.of(), "exit 7");

        assertThat(container.await()).isEqualTo(new ContainerExit(7, false));
    }

    @Test
    void removesWhatAKilledRunLeftWhenTheNextOneBegins() throws Exception {
        var container = start("sh", "echo ready; sleep 300");
        awaitLog("ready");

        try (var _ = again()) {
            assertThat(container.await().exitCode()).isEqualTo(137);
            assertThat(isRunning()).isFalse();
        }
    }

    @Test
    void sparesTheContainersOfOtherRuns() throws Exception {
        var container = start("sh", "echo ready; sleep 300");
        awaitLog("ready");

        new EngineRuntime(engine, run + "-other", Map::of).close();

        assertThat(isRunning()).isTrue();
        container.kill();
        assertThat(container.await().exitCode()).isEqualTo(137);
    }
}
