package io.spillway.local.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.FargateSizes;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TaskShareTest {

    private static final BigDecimal UNITS = new BigDecimal(1_024);

    @Test
    void sharesOutEveryMibAndEveryProcessorUnitOfEverySizeOfFargates() {
        for (var offer : FargateSizes.offers()) {
            for (var memory : offer.memory()) {
                var whole = new TaskShare(offer.vcpu(), memory.bytes() >> 20);
                if (whole.memoryMib() < 1_024 || whole.vcpu().doubleValue() < 0.5) {
                    continue;
                }
                var parted = TaskShare.parted(whole);

                assertThat(
                                parted.runner().memoryMib()
                                        + parted.gate().memoryMib()
                                        + parted.program().memoryMib())
                        .isEqualTo(whole.memoryMib());
                assertThat(
                                parted.runner()
                                        .vcpu()
                                        .add(parted.gate().vcpu())
                                        .add(parted.program().vcpu()))
                        .isEqualByComparingTo(whole.vcpu());
                assertThat(parted.runner().vcpu().multiply(UNITS).stripTrailingZeros().scale())
                        .isLessThanOrEqualTo(0);
                assertThat(parted.program().memoryMib()).isGreaterThanOrEqualTo(640);
                assertThat(parted.runner().memoryMib()).isBetween(256L, 1_024L);
            }
        }
    }
}
