package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.TestClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubmitRateTest {

    private final TestClock clock = new TestClock();
    private final SubmitRate rate = new SubmitRate(clock, 50);

    private long admitted(int asked) {
        return IntStream.range(0, asked).filter(_ -> rate.admits()).count();
    }

    @Test
    void admitsFiftyAtOnce() {
        assertThat(admitted(60)).isEqualTo(50);
    }

    @Test
    void fillsUpByFiftyASecond() {
        admitted(50);

        clock.advance(Duration.ofMillis(100));
        assertThat(admitted(10)).isEqualTo(5);

        clock.advance(Duration.ofHours(1));
        assertThat(admitted(60)).isEqualTo(50);
    }

    @Test
    void staysAsItIsWhenTheClockGoesBack() {
        admitted(49);
        clock.advance(Duration.ofMinutes(-1));

        assertThat(admitted(2)).isEqualTo(1);
    }
}
