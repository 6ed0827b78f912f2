package io.spillway.local.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.FargateSize;
import io.spillway.local.batch.Mount;
import io.spillway.local.batch.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerCommandTest {

    private static ContainerSpec spec(FargateSize size, Surroundings surroundings) {
        return new ContainerSpec(
                "job-1",
                "job-1",
                "spillway/job-runner:1",
                List.of("--flag", "$(touch x)"),
                Map.of(),
                size,
                surroundings,
                Path.of("work"),
                Path.of("log"));
    }

    private static List<String> command(boolean podman, FargateSize size, Surroundings around) {
        return new ContainerCommand(podman, 2)
                .of(spec(size, around), "spillway-job-1", List.of("a=b"), Map.of("K", "v w"));
    }

    @Test
    void saysEverythingThatTheDefinitionSays() {
        var around =
                new Surroundings(
                        Optional.of("65532:65532"),
                        true,
                        true,
                        List.of(
                                new Mount("job-1-scratch", "/tmp", false),
                                new Mount("job-1-in", "/in", true)));

        assertThat(command(false, new FargateSize(250, 512), around))
                .containsExactly(
                        "run",
                        "--name",
                        "spillway-job-1",
                        "--pull",
                        "never",
                        "--label",
                        "a=b",
                        "--attach=stdout",
                        "--attach=stderr",
                        "--sig-proxy=false",
                        "--log-driver=none",
                        "--network=host",
                        "--memory=512m",
                        "--memory-swap=512m",
                        "--cpus=0.25",
                        "--pids-limit=2048",
                        "--user=65532:65532",
                        "--cap-drop=ALL",
                        "--security-opt=no-new-privileges",
                        "--read-only",
                        "--init",
                        "--mount=type=volume,source=job-1-scratch,destination=/tmp",
                        "--mount=type=volume,source=job-1-in,destination=/in,readonly",
                        "--env",
                        "K=v w",
                        "spillway/job-runner:1",
                        "--flag",
                        "$(touch x)");
    }

    @Test
    void asksForNoMoreProcessorsThanThereAre() {
        assertThat(command(false, new FargateSize(16_000, 32_768), Surroundings.PLAIN))
                .contains("--cpus=2");
    }

    @Test
    void makesPodmansReadOnlyRootAsBareAsDockers() {
        var around = new Surroundings(Optional.empty(), true, false, List.of());

        assertThat(command(true, new FargateSize(250, 512), around))
                .contains("--read-only", "--read-only-tmpfs=false");
    }
}
