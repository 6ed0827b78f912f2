package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelKillsTest {

    @TempDir private Path directory;

    private Path events(String content) throws IOException {
        return Files.writeString(directory.resolve("memory.events"), content);
    }

    @Test
    void readsHowManyProcessesWereKilled() throws Exception {
        var events = events("low 0\nhigh 7\nmax 9\noom 3\noom_kill 2\noom_group_kill 1\n");

        assertThat(new KernelKills(events).count()).isEqualTo(2);
    }

    @Test
    void countsNoneWhereTheSystemDoesNotTell() throws Exception {
        assertThat(new KernelKills(directory.resolve("absent")).count()).isZero();
        assertThat(new KernelKills(events("low 0\n")).count()).isZero();
    }

    @Test
    void blamesTheMemoryForAKillWhenTheKernelHasKilledMeanwhile() throws Exception {
        var kernel = new KernelKills(events("oom_kill 4\n"));
        var process = new ProcessBuilder("sleep", "60").start();
        var limit = MemoryLimit.watch(process.toHandle(), Long.MAX_VALUE, () -> {}, kernel);
        try {
            assertThat(limit.isWhatKilled(137)).isFalse();

            events("oom_kill 5\n");

            assertThat(limit.isWhatKilled(137)).isTrue();
            assertThat(limit.isWhatKilled(1)).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }
}
