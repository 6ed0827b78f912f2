package io.spillway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakMemoryTest {

    @Test
    void readsWhatLinuxSays() {
        assertThat(PeakMemory.in("VmPeak:\t  9000 kB\nVmHWM:\t    1024 kB\nVmRSS:\t 512 kB\n"))
                .hasValue(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "VmHWM:", "VmHWM:\t1234567890123456 kB", "VmHWM:\t-1 kB"})
    void saysNothingWhereLinuxDoesNot(String status) {
        assertThat(PeakMemory.in(status)).isEmpty();
    }
}
