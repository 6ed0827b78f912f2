package io.spillway.pipeline.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageProfile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {

    @ParameterizedTest
    @CsvSource({
        "203000000, 203 MB/s",
        "10000000, 10 MB/s",
        "9999999, 9.9 MB/s",
        "1000000, 1.0 MB/s",
        "999999, 999 kB/s",
        "1000, 1 kB/s",
        "999, 999 bytes/s",
    })
    void isWrittenWithAUnitThatFits(long bytesPerSecond, String text) {
        assertThat(Rate.builtIn(bytesPerSecond).number()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 41 MB/s learned from 1 run", "212, 41 MB/s learned from 212 runs"})
    void saysWhereItComesFrom(long runs, String text) {
        var learned = new Rate(41_000_000, new Rate.Source.Learned(runs, Instant.EPOCH));

        assertThat(learned).hasToString(text);
        assertThat(Rate.builtIn(41_000_000)).hasToString("41 MB/s as measured by us");
    }

    @ParameterizedTest
    @CsvSource({"1000, 1, PT1S", "1000, 0.5, PT2S", "1, 1, PT0.001S", "0, 1, PT0S"})
    void tellsTheTimeForBytes(long bytes, double vcpu, Duration time) {
        assertThat(Rate.builtIn(1_000).timeFor(bytes, vcpu)).isEqualTo(time);
    }

    @Test
    void tellsALongTimeForMoreThanAnythingHolds() {
        assertThat(Rate.builtIn(1).timeFor(Long.MAX_VALUE, 0.01))
                .isEqualTo(Duration.ofSeconds(1_000_000_000_000L));
    }

    @Test
    void isNeverZero() {
        assertThat(Rate.builtIn(10).times(0.001).bytesPerSecond()).isEqualTo(1);
        assertThatThrownBy(() -> Rate.builtIn(0))
                .hasMessage("A rate is 0 bytes/s: expected more than 0.");
    }

    @Test
    void isThatOfTheTypeWhereAProfileHasOne() {
        var profile = new StageProfile(30, 7).with(ContentType.ZIP, 150);

        assertThat(StageCost.builtIn(profile, ContentType.ZIP))
                .isEqualTo(new StageCost(Rate.builtIn(150), 7));
        assertThat(StageCost.builtIn(profile, ContentType.BZIP2))
                .isEqualTo(new StageCost(Rate.builtIn(30), 7));
    }
}
