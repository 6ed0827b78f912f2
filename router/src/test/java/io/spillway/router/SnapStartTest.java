package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapStartTest {

    private final AtomicInteger practised = new AtomicInteger();

    /** As if each seed were fresh: a generator's first name is the same only for the same seed. */
    private final AtomicInteger seed = new AtomicInteger();

    private final WriterNames names = new WriterNames(() -> new Random(seed.getAndIncrement()));

    private SnapStart snapStart(SnapStart.Step... steps) {
        return new SnapStart(List.of(steps), names);
    }

    @Test
    void practisesBeforeEachSnapshotEvenIfOneStepFails() {
        var snapStart =
                snapStart(
                        () -> {
                            throw new IOException("no network here");
                        },
                        practised::incrementAndGet);

        snapStart.beforeCheckpoint(null);
        snapStart.beforeCheckpoint(null);

        assertThat(practised).hasValue(2);
    }

    @Test
    void drawsNamesFromAFreshSeedAfterARestore() {
        var snapStart = snapStart(names::get);

        snapStart.beforeCheckpoint(null);
        var inSnapshot = seed.get();
        snapStart.afterRestore(null);
        names.get();

        assertThat(seed).hasValue(inSnapshot + 1);
    }

    @Test
    void keepsNoGeneratorInTheSnapshot() {
        var snapStart = snapStart(names::get);

        snapStart.beforeCheckpoint(null);
        names.get();

        assertThat(seed).hasValue(2);
    }

    @Test
    void givesEachNameOnce() {
        assertThat(List.of(names.get(), names.get(), names.get())).doesNotHaveDuplicates();
    }

    @Test
    void isAheadOnlyWhereLambdaSaysSo() {
        assertThat(SnapStart.isAhead(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")))
                .isTrue();
        assertThat(SnapStart.isAhead(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")))
                .isFalse();
        assertThat(SnapStart.isAhead(Map.of())).isFalse();
    }
}
