package io.spillway.pipeline.learning;

import static io.spillway.pipeline.learning.Runs.CONVERT;
import static io.spillway.pipeline.learning.Runs.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnerTest {

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final Learner one = learner();
    private final Learner other = learner();

    private Learner learner() {
        return new Learner(
                new RateStore(objects, "work"), _ -> OptionalLong.of(100_000_000), clock);
    }

    private long snapshots() {
        return objects.list("work", "rates/", "").count();
    }

    private static long runs(Rates rates) {
        return rates.summaries().containsKey(CONVERT) ? rates.summaries().get(CONVERT).runs() : 0;
    }

    private void save(Learner learner, int runs) {
        for (int i = 0; i < runs; i++) {
            learner.add(sample(20e6));
        }
        learner.save();
    }

    @Test
    void writesNothingWhereNothingWasLearned() {
        one.save();
        one.saveNow();

        assertThat(snapshots()).isZero();
    }

    @Test
    void knowsAtOnceWhatItSaved() {
        save(one, 3);

        assertThat(runs(one.known())).isEqualTo(3);
        assertThat(snapshots()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"29, 1, 1", "30, 2, 2"})
    void savesOnceInThirtySeconds(long seconds, int snapshots, int runs) {
        save(one, 1);
        clock.advance(Duration.ofSeconds(seconds));
        save(one, 1);

        assertThat(snapshots()).isEqualTo(snapshots);
        assertThat(runs(learner().fresh())).isEqualTo(runs);
    }

    @Test
    void savesLaterWhatItCouldNotSaveAtOnce() {
        save(one, 1);
        save(one, 2);
        clock.advance(Duration.ofSeconds(30));
        save(one, 4);

        assertThat(runs(learner().fresh())).isEqualTo(7);
    }

    @Test
    void writesOnceInThirtySecondsHoweverManyEnvironmentsThereAre() {
        save(one, 1);
        save(other, 1);
        assertThat(snapshots()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(30));
        other.save();

        assertThat(snapshots()).isEqualTo(2);
        assertThat(runs(learner().fresh())).isEqualTo(2);
    }

    @Test
    void savesAtOnceAtTheEndOfAnEnvironment() {
        save(one, 1);
        save(other, 2);
        other.saveNow();

        assertThat(runs(learner().fresh())).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"59, 0", "60, 1"})
    void asksAgainAfterAMinute(long seconds, int runs) {
        other.fresh();
        save(one, 1);
        clock.advance(Duration.ofSeconds(seconds));

        assertThat(runs(other.fresh())).isEqualTo(runs);
    }

    @Test
    void asksNobodyForWhatIsKnown() {
        save(one, 1);

        assertThat(runs(other.known())).isZero();
    }

    @Test
    void isNotStoppedByASnapshotFromTheFuture() {
        clock.advance(Duration.ofDays(365));
        save(one, 1);
        clock.advance(Duration.ofDays(-365));
        save(other, 1);

        assertThat(runs(learner().fresh())).isEqualTo(2);
    }

    @Test
    void failsNobodyWhereRatesCanNotBeReadOrSaved() {
        objects.put(new ObjectLocation("work", "rates/0.txt"), new byte[0]);
        save(one, 1);
        assertThat(runs(one.fresh())).isZero();

        objects.delete(new ObjectLocation("work", "rates/0.txt"));
        clock.advance(Duration.ofSeconds(30));
        one.save();

        assertThat(runs(learner().fresh())).isEqualTo(1);
    }

    @Test
    void remembersAThousandSamplesAtMost() {
        save(one, 1_500);

        assertThat(runs(learner().fresh())).isEqualTo(1_000);
    }
}
