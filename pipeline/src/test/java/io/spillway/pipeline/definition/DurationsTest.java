package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "2m, PT2M",
        "1h30m, PT1H30M",
        "1h 30m, PT1H30M",
        "1d, PT24H",
        "0s, PT0S",
        "850 ms, PT0.85S",
        "850ms, PT0.85S",
        "3.2s, PT3.2S",
        "1m 0.5s, PT1M0.5S",
        "2 m, PT2M",
        "1d 2h 3m 4s 5ms, PT26H3M4.005S",
        "999999999s, PT999999999S",
        "' 5m ', PT5M"
    })
    void readsNumbersWithUnitsFromLargeToSmall(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "90",
                "s",
                "m2",
                "-1s",
                "1s 2m",
                "2m2m",
                "1.5m",
                "1.2345s",
                "1000000000s",
                "1 h30 m s",
                "1  s",
                "2min",
                "1H"
            })
    void takesNothingElseForADuration(String text) {
        assertThat(Durations.tryParse(text)).isEmpty();
    }

    @Test
    void saysWhatADurationLooksLike() {
        assertThatThrownBy(() -> Durations.parse("90"))
                .hasMessage("\"90\" is no duration: expected numbers with units, such as 1h 30m.");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms", "PT0.0004S, 0 ms", "PT0.85S, 850 ms", "PT0.9995S, 1s", "PT1S, 1s",
        "PT3.24S, 3.2s", "PT59.949S, 59.9s", "PT59.95S, 1m", "PT90S, 1m 30s", "PT2M, 2m",
        "PT1H2M5S, 1h 2m 5s", "PT26H, 1d 2h", "PT-90S, -1m 30s"
    })
    void showsWhatPeopleNeed(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @Property
    void readsBackWholeSeconds(@ForAll @LongRange(max = 10_000_000_000L) long seconds) {
        var duration = Duration.ofSeconds(seconds);

        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Property
    void roundsAwayNoMoreThanATwentiethOfASecondBelowAMinute(
            @ForAll @LongRange(max = 59_949) long millis) {
        var shown = Durations.parse(Durations.format(Duration.ofMillis(millis)));

        assertThat(shown.minusMillis(millis).abs()).isLessThanOrEqualTo(Duration.ofMillis(50));
    }

    @Property
    void neverThrowsOnText(@ForAll String text) {
        assertThat(Durations.tryParse(text)).isNotNull();
    }
}
