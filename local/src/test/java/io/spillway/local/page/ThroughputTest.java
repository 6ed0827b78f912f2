package io.spillway.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ThroughputTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Property(tries = 200)
    void losesNoneAndTakesTheSameSpaceHoweverLongItGoesOn(
            @ForAll @Size(max = 300) @IntRange(max = 10_000_000) int[] seconds) {
        var throughput = new Throughput();
        for (var second : seconds) {
            throughput.ended(NOON.plusSeconds(second), second % 3 != 0);
        }

        var spans = throughput.spans();
        assertThat(spans.good().length).isLessThanOrEqualTo(Throughput.BUCKETS);
        assertThat(IntStream.of(spans.good()).sum() + IntStream.of(spans.bad()).sum())
                .isEqualTo(seconds.length);
    }
}
