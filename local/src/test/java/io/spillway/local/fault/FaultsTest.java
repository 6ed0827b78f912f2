package io.spillway.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    private static List<Boolean> strikes(Faults faults, FaultKind kind, int times) {
        return IntStream.range(0, times).mapToObj(_ -> faults.strikes(kind)).toList();
    }

    @Test
    void strikesNeverWithoutRates() {
        for (var kind : FaultKind.values()) {
            assertThat(strikes(Faults.none(), kind, 100)).containsOnly(false);
        }
    }

    @Test
    void strikesAlwaysAtOneAndNeverAtZero() {
        var faults = Faults.seeded(7, Map.of(FaultKind.THROTTLE, 1.0, FaultKind.DUPLICATE, 0.0));

        assertThat(strikes(faults, FaultKind.THROTTLE, 100)).containsOnly(true);
        assertThat(strikes(faults, FaultKind.DUPLICATE, 100)).containsOnly(false);
        assertThat(strikes(faults, FaultKind.DELAY, 100)).containsOnly(false);
    }

    @Test
    void repeatsItselfWithTheSameSeed() {
        var rates = Map.of(FaultKind.DELAY, 0.5);
        var one = strikes(Faults.seeded(42, rates), FaultKind.DELAY, 200);

        assertThat(strikes(Faults.seeded(42, rates), FaultKind.DELAY, 200)).isEqualTo(one);
        assertThat(strikes(Faults.seeded(43, rates), FaultKind.DELAY, 200)).isNotEqualTo(one);
        assertThat(one).contains(true, false);
    }

    @Test
    void strikesAboutAsOftenAsItsRateSays() {
        var struck =
                strikes(Faults.seeded(1, Map.of(FaultKind.DELAY, 0.2)), FaultKind.DELAY, 10_000)
                        .stream()
                        .filter(each -> each)
                        .count();

        assertThat(struck).isBetween(1_800L, 2_200L);
    }

    @Test
    void picksWithinItsBounds() {
        var faults = Faults.seeded(1, Map.of());

        assertThat(IntStream.range(0, 1_000).map(_ -> faults.pick(3)).distinct().sorted())
                .containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesARateOutOfBounds(double rate) {
        assertThatThrownBy(() -> Faults.seeded(1, Map.of(FaultKind.DELAY, rate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Fault DELAY has the rate %s: expected 0 (never) to 1 (always)."
                                .formatted(rate));
    }
}
