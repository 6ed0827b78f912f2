package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTiersTest {

    @ParameterizedTest(name = "{0} vCPU with {1} MiB")
    @CsvSource(
            delimiter = '|',
            value = {
                "0.25 | 512    | 0.25/512 0.25/1024 0.25/2048 0.5/4096",
                "1    | 2048   | 1/2048 1/4096 1/8192 2/16384",
                "1    | 3072   | 1/3072 1/6144 2/12288 4/24576",
                "4    | 30720  | 4/30720 8/61440 16/122880",
                "8    | 61440  | 8/61440 16/122880",
                "16   | 65536  | 16/65536",
                "16   | 122880 | 16/122880",
            })
    void doublesTheMemoryAndTakesTheFewestCpusThatComeWithIt(
            BigDecimal vcpu, long mebibytes, String expected) {
        var asked = BatchNeeds.DEFAULT;
        var needs =
                new BatchNeeds(
                        vcpu,
                        new ByteSize(mebibytes << 20),
                        asked.disk(),
                        asked.timeout(),
                        asked.attempts(),
                        asked.spot());

        var tiers =
                SizeTiers.of(needs).stream()
                        .map(tier -> tier.vcpu() + "/" + (tier.memory().bytes() >> 20))
                        .collect(Collectors.joining(" "));

        assertThat(tiers).isEqualTo(expected);
    }
}
