package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link Meter} must do. One subclass per implementation. */
public abstract class MeterContract {

    protected static final Subject PIPELINE = Subject.of("p");
    protected static final Subject PHASE = Subject.of("p", "convert");

    protected abstract Meter meter();

    /** All values that were flushed of a subject, by metric. */
    protected abstract Map<String, List<Long>> flushed(Subject subject);

    @Test
    void addsUpWhatIsCounted() {
        meter().count(Metric.MESSAGES, PIPELINE);
        meter().add(Metric.MESSAGES, PIPELINE, 41);
        meter().flush();

        assertThat(flushed(PIPELINE)).isEqualTo(Map.of("Messages", List.of(42L)));
    }

    @Test
    void keepsWhatIsMeasuredApart() {
        meter().add(Metric.ITEM_DURATION, PHASE, 7);
        meter().add(Metric.ITEM_DURATION, PHASE, 0);
        meter().add(Metric.ITEM_DURATION, Subject.of("p", "unpack"), 1);
        meter().flush();

        assertThat(flushed(PHASE)).isEqualTo(Map.of("ItemDuration", List.of(7L, 0L)));
    }

    @Test
    void losesNoValueHoweverManyThereAre() {
        LongStream.range(0, 1_234).forEach(i -> meter().add(Metric.BYTES_READ, PHASE, i));
        meter().count(Metric.ITEMS_SUCCEEDED, PHASE);
        meter().flush();

        assertThat(flushed(PHASE).get("BytesRead"))
                .isEqualTo(LongStream.range(0, 1_234).boxed().toList());
        assertThat(flushed(PHASE).get("ItemsSucceeded")).containsExactly(1L);
    }

    @Test
    void handsOverEachValueOnce() {
        meter().add(Metric.PEAK_MEMORY, PHASE, Long.MAX_VALUE);
        meter().flush();
        meter().flush();

        assertThat(flushed(PHASE)).isEqualTo(Map.of("PeakMemory", List.of(Long.MAX_VALUE)));
    }

    @Test
    void countsFromManyThreads() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.submit(() -> meter().count(Metric.LEDGER_CONFLICTS, PIPELINE));
            }
        }
        meter().flush();

        assertThat(flushed(PIPELINE)).isEqualTo(Map.of("LedgerConflicts", List.of(200L)));
    }

    @Test
    void refusesAMetricOfAnotherKindOfSubject() {
        assertThatThrownBy(() -> meter().count(Metric.MESSAGES, PHASE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> meter().count(Metric.ITEMS_FAILED, PIPELINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ItemsFailed");
    }
}
