package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.batch.ContainerSpec;
import io.spillway.local.batch.FargateSize;
import io.spillway.local.batch.Surroundings;
import io.spillway.local.deploy.Deployer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class JobProcessesTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"1000, 2048, -Xmx512m", "1000, 4096, -Xmx1024m", "2000, 16384, -Xmx4096m"})
    void givesAJobAHeapThatGrowsWithItsMemory(int milliVcpus, int memoryMib, String heap)
            throws Exception {
        var jobs = new JobProcesses(directory);
        jobs.pointTo(Map.of());

        var container =
                jobs.start(
                        new ContainerSpec(
                                "job-1",
                                "job-1",
                                Deployer.RUNNER_IMAGE,
                                List.of(),
                                Map.of("AWS_BATCH_JOB_ID", "job"),
                                new FargateSize(milliVcpus, memoryMib),
                                Surroundings.PLAIN,
                                Files.createDirectory(directory.resolve("work")),
                                directory.resolve("log")));
        var command = commandLine(container.processId());
        container.kill();
        container.await();

        assertThat(command.split("\0")).contains(heap, "-XX:+ExitOnOutOfMemoryError");
    }

    /** Empty for a moment, while one program takes the place of another. */
    private static String commandLine(long processId) throws Exception {
        var file = Path.of("/proc", Long.toString(processId), "cmdline");
        var command = Files.readString(file);
        while (command.isEmpty()) {
            Thread.sleep(5);
            command = Files.readString(file);
        }
        return command;
    }
}
