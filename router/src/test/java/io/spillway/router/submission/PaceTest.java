package io.spillway.router.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private final TestClock clock = new TestClock();
    private final ArrayList<Duration> waits = new ArrayList<>();

    private Pace pace(int perSecond) {
        return new Pace(
                perSecond,
                clock,
                wait -> {
                    waits.add(wait);
                    clock.advance(wait);
                });
    }

    @Test
    void letsTheFirstCallThroughAtOnceAndTheOthersEvenly() throws InterruptedException {
        var pace = pace(20);

        for (int i = 0; i < 4; i++) {
            pace.await();
        }

        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50));
    }

    @Test
    void savesNothingUpWhileNobodyCalls() throws InterruptedException {
        var pace = pace(20);
        pace.await();
        clock.advance(Duration.ofMinutes(1));

        pace.await();
        pace.await();

        assertThat(waits).containsExactly(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 50})
    void neverLetsMoreThroughInAnySecond(int perSecond) throws InterruptedException {
        var pace = pace(perSecond);
        var calls = new ArrayList<Instant>();

        for (int i = 0; i < 5 * perSecond; i++) {
            pace.await();
            calls.add(clock.instant());
            clock.advance(Duration.ofMillis(i % 3));
        }

        for (int i = 0; i + perSecond < calls.size(); i++) {
            var window = Duration.between(calls.get(i), calls.get(i + perSecond));
            // An interval is rounded down to whole nanoseconds.
            assertThat(window).isGreaterThan(Duration.ofSeconds(1).minusNanos(perSecond));
        }
    }
}
