package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FargateSizeTest {

    @ParameterizedTest
    @CsvSource({
        "250, 512",
        "250, 1024",
        "250, 2048",
        "500, 1024",
        "500, 4096",
        "1000, 2048",
        "1000, 8192",
        "2000, 4096",
        "2000, 16384",
        "4000, 8192",
        "4000, 30720",
        "8000, 16384",
        "8000, 20480",
        "8000, 61440",
        "16000, 32768",
        "16000, 40960",
        "16000, 122880"
    })
    void exists(int milliVcpus, int memoryMib) {
        assertThat(new FargateSize(milliVcpus, memoryMib).exists()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "250, 1536",
        "250, 511",
        "500, 512",
        "500, 5120",
        "1000, 1024",
        "1000, 2049",
        "1000, 9216",
        "3000, 8192",
        "4000, 31744",
        "8000, 17408",
        "16000, 36864",
        "32000, 122880"
    })
    void doesNotExist(int milliVcpus, int memoryMib) {
        assertThat(new FargateSize(milliVcpus, memoryMib).exists()).isFalse();
    }

    @Test
    void isWrittenInVcpusAndMebibytes() {
        assertThat(new FargateSize(250, 512)).hasToString("0.25 vCPU, 512 MiB");
        assertThat(new FargateSize(16000, 32768)).hasToString("16 vCPU, 32768 MiB");
    }
}
