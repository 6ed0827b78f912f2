package io.spillway.pipeline.learning;

import static io.spillway.pipeline.learning.Runs.CONVERT;
import static io.spillway.pipeline.learning.Runs.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.learning.RateStore.Snapshot;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.store.ObjectLocation;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateStoreTest {

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final RateStore store = new RateStore(objects, "work");

    private static Snapshot snapshot(long number, int runs) {
        var samples = IntStream.range(0, runs).mapToObj(_ -> sample(20e6)).toList();
        return new Snapshot(number, Runs.ENDED, Rates.NONE.and(samples, _ -> OptionalLong.empty()));
    }

    @Test
    void knowsNothingAtFirst() throws IOException {
        assertThat(store.newest()).isEqualTo(Snapshot.NONE);
    }

    @Test
    void givesTheNewestOfManySnapshots() throws IOException {
        for (int number = 1; number <= 11; number++) {
            assertThat(store.append(snapshot(number, number))).isTrue();
        }

        assertThat(store.newest()).isEqualTo(snapshot(11, 11));
        assertThat(objects.list("work", "rates/", "").findFirst())
                .hasValue(new ObjectLocation("work", "rates/999999988.json"));
    }

    @Test
    void letsANumberBeTakenOnce() throws IOException {
        assertThat(store.append(snapshot(1, 1))).isTrue();
        assertThat(store.append(snapshot(1, 2))).isFalse();

        assertThat(store.newest()).isEqualTo(snapshot(1, 1));
    }

    /** Each adds one run to the newest snapshot as often as it takes to get it in. */
    @Test
    void losesNothingThatRacingWritersAdd() throws Exception {
        Callable<Integer> writer =
                () -> {
                    for (int tries = 1; ; tries++) {
                        var newest = store.newest();
                        var rates =
                                newest.rates()
                                        .and(List.of(sample(20e6)), _ -> OptionalLong.empty());
                        if (store.append(new Snapshot(newest.number() + 1, Runs.ENDED, rates))) {
                            return tries;
                        }
                    }
                };

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(Collections.nCopies(200, writer))) {
                assertThat(done.get()).isPositive();
            }
        }

        assertThat(store.newest().number()).isEqualTo(200);
        assertThat(store.newest().rates().summaries().get(CONVERT).runs()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{\"at\":\"yesterday\",\"learned\":{\"version\":1,\"rates\":[]}}",
                "{\"at\":\"2026-01-01T00:00:00Z\",\"learned\":{\"version\":7,\"rates\":[]}}"
            })
    void startsAnewAfterASnapshotThatCanNotBeUnderstood(String content) throws IOException {
        objects.put(new ObjectLocation("work", "rates/999999995.json"), content.getBytes(UTF_8));

        assertThat(store.newest().number()).isEqualTo(4);
        assertThat(store.newest().rates()).isEqualTo(Rates.NONE);
        assertThat(store.append(snapshot(5, 1))).isTrue();
        assertThat(store.newest()).isEqualTo(snapshot(5, 1));
    }

    @Test
    void saysWhatToDoAboutAStrangersObject() {
        objects.put(new ObjectLocation("work", "rates/0.txt"), new byte[0]);

        assertThatThrownBy(store::newest)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "s3://work/rates/0.txt is no snapshot of rates: only the router may write below rates/. Remove it.");
    }
}
