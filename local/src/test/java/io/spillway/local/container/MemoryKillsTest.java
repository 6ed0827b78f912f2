package io.spillway.local.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryKillsTest {

    @Test
    void findsTheGroupOfTheFirstVersion() {
        var groups = "12:pids:/libpod/a\n4:memory:/libpod_parent/libpod-1\n0::/\n";

        assertThat(MemoryKills.fileOf(groups))
                .contains(
                        Path.of("/sys/fs/cgroup/memory/libpod_parent/libpod-1/memory.oom_control"));
    }

    @Test
    void findsTheGroupOfTheSecondVersion() {
        assertThat(MemoryKills.fileOf("0::/machine.slice/libpod-1.scope\n"))
                .contains(Path.of("/sys/fs/cgroup/machine.slice/libpod-1.scope/memory.events"));
    }

    @Test
    void countsKillsInTheFilesOfBothVersions() {
        assertThat(MemoryKills.count("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")).isEqualTo(2);
        assertThat(MemoryKills.count("low 0\nmax 9\noom 1\noom_kill 1\noom_group_kill 7\n"))
                .isEqualTo(1);
        assertThat(MemoryKills.count("oom_kill_disable 0\nunder_oom 1\n")).isZero();
    }
}
