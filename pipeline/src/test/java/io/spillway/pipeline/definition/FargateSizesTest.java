package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FargateSizesTest {

    @ParameterizedTest
    @CsvSource({
        "0.25, 3, 512 MiB, 2 GiB",
        "0.5, 4, 1 GiB, 4 GiB",
        "1, 7, 2 GiB, 8 GiB",
        "2, 13, 4 GiB, 16 GiB",
        "4, 23, 8 GiB, 30 GiB",
        "8, 12, 16 GiB, 60 GiB",
        "16, 12, 32 GiB, 120 GiB"
    })
    void offersMemoryByVcpu(BigDecimal vcpu, int sizes, String least, String most) {
        var offer = FargateSizes.with(vcpu).orElseThrow();

        assertThat(offer.memory()).hasSize(sizes);
        assertThat(offer.least()).hasToString(least);
        assertThat(offer.most()).hasToString(most);
    }

    @Test
    void startsEveryOfferAtTwoGibForEachVcpu() {
        assertThat(FargateSizes.offers())
                .allSatisfy(
                        offer ->
                                assertThat(new BigDecimal(offer.least().bytes()))
                                        .isEqualByComparingTo(
                                                offer.vcpu().multiply(new BigDecimal(2L << 30))));
    }

    @ParameterizedTest
    @CsvSource({"8, 1 GiB, 16 GiB", "8, 22 GiB, 24 GiB", "8, 21 GiB, 20 GiB", "8, 61 GiB, 60 GiB"})
    void roundsToTheNearestMemory(BigDecimal vcpu, String memory, String nearest) {
        assertThat(FargateSizes.with(vcpu).orElseThrow().nearest(ByteSize.parse(memory)))
                .hasToString(nearest);
    }

    @Test
    void takesAnyScaleOfANumber() {
        assertThat(FargateSizes.with(new BigDecimal("1.00"))).isPresent();
        assertThat(FargateSizes.with(new BigDecimal("3"))).isEmpty();
    }
}
