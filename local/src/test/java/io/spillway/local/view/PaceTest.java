package io.spillway.local.view;

import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({"0, 100, 0", "25, 100, 0.25", "100, 100, 1", "130, 100, 1"})
    void tellsTheShareThatIsDone(long done, long total, double share) {
        assertThat(new Pace(NOON, noonPlus(1), done, total).share()).hasValue(share);
    }

    @Test
    void knowsNoShareWithoutATotal() {
        assertThat(new Pace(NOON, noonPlus(1), 25, 0).share()).isEmpty();
    }

    @Test
    void foretellsTheRestFromTheRateSoFar() {
        var pace = new Pace(NOON, noonPlus(10), 250, 1000);

        assertThat(pace.perSecond()).hasValue(25);
        assertThat(pace.remaining(noonPlus(10))).hasValue(Duration.ofSeconds(30));
        assertThat(pace.remaining(noonPlus(15))).hasValue(Duration.ofSeconds(25));
        assertThat(pace.remaining(noonPlus(90))).hasValue(Duration.ZERO);
    }

    @Test
    void foretellsNothingFromNothing() {
        assertThat(Pace.begun(NOON).perSecond()).isEmpty();
        assertThat(Pace.begun(NOON).remaining(noonPlus(5))).isEmpty();
        assertThat(new Pace(NOON, NOON, 5, 10).remaining(noonPlus(5))).isEmpty();
    }
}
