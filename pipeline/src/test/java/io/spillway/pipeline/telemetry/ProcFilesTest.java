package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcFilesTest {

    @Test
    void readsTheHighWaterMarkInKibibytes() {
        assertThat(ProcFiles.peakIn("VmPeak:\t  9000 kB\nVmHWM:\t    1024 kB\nVmRSS:\t 512 kB\n"))
                .hasValue(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "VmRSS:\t 512 kB\n", "VmHWM:\t lots\n"})
    void knowsNoMemoryWhereNoneIsTold(String status) {
        assertThat(ProcFiles.peakIn(status)).isEmpty();
    }

    @Test
    void addsUpTheTicksOfAProcessAndOfItsEndedChildren() {
        var stat = "7 (a) S 1 2) R 1 7 7 0 -1 4194560 100 0 0 0 11 22 33 44 20 0 1 0 500 0 0\n";

        assertThat(ProcFiles.processorTimeIn(stat)).hasValue(Duration.ofMillis(1_100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7 (a) R 1 7", "7 (a) R 1 7 7 0 -1 4194560 100 0 0 0 x 22 33 44"})
    void knowsNoProcessorTimeWhereNoneIsTold(String stat) {
        assertThat(ProcFiles.processorTimeIn(stat)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsTheProcessorTimeOfAProgramOnceItHasEnded() throws Exception {
        var before = ProcFiles.processorTime().orElseThrow();

        var program =
                new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done")
                        .start();
        program.waitFor();

        assertThat(ProcFiles.processorTime().orElseThrow().minus(before)).isPositive();
        assertThat(ProcFiles.peakMemory(program.pid())).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsTheMemoryOfAProcessByItsNumber() {
        var before = ProcFiles.peakMemory().orElseThrow();

        assertThat(ProcFiles.peakMemory(ProcessHandle.current().pid()).orElseThrow())
                .isGreaterThanOrEqualTo(before)
                .isGreaterThan(1 << 20);
    }
}
