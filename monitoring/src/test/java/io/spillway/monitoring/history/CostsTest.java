package io.spillway.monitoring.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.routing.Route;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostsTest {

    private final Costs costs =
            new Costs(
                    1_024,
                    Map.of(
                            "spot", new JobSize(BigDecimal.ONE, 2_048, true),
                            "on-demand", new JobSize(BigDecimal.ONE, 2_048, false)));

    @Test
    void countsAnInvocationByMemoryAndTime() {
        assertThat(costs.of(new Route.Inline("small"), "any", Duration.ofSeconds(10)))
                .hasValue(new BigDecimal("0.000133534"));
    }

    @Test
    void countsAJobByVcpusMemoryAndTime() {
        assertThat(costs.of(new Route.Batch("large"), "on-demand", Duration.ofHours(1)))
                .hasValue(new BigDecimal("0.049370000"));
    }

    @Test
    void countsSpareCapacityLess() {
        assertThat(costs.of(new Route.Batch("large"), "spot", Duration.ofHours(1)))
                .hasValue(new BigDecimal("0.014811000"));
    }

    @Test
    void saysNothingOfJobsWhoseSizeItDoesNotKnow() {
        assertThat(costs.of(new Route.Batch("large"), "other", Duration.ofHours(1))).isEmpty();
    }

    @Test
    void saysNothingWhereNothingRan() {
        assertThat(costs.of(new Route.Rejected("empty"), "spot", Duration.ZERO)).isEmpty();
    }
}
