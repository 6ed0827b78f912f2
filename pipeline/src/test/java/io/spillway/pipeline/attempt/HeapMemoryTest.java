package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapMemoryTest {

    private long used;
    private long afterCollection;
    private long now;
    private int collections;

    private final HeapMemory memory =
            new HeapMemory(
                    () -> used,
                    () -> {
                        collections++;
                        now += 50;
                        used = afterCollection;
                    },
                    () -> now);

    @Test
    void asksForNoCollectionWhileThereIsRoom() {
        used = 100;

        assertThat(memory.inUseBeyond(100)).isEmpty();
        assertThat(collections).isZero();
    }

    @Test
    void takesGarbageForFreeMemory() {
        used = 101;
        afterCollection = 30;

        assertThat(memory.inUseBeyond(100)).isEmpty();
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void tellsWhatACollectionLeaves() {
        used = 150;
        afterCollection = 120;

        assertThat(memory.inUseBeyond(100)).hasValue(120);
    }

    @Test
    void spendsATenthOfTheTimeOnCollectionsAtMost() {
        for (now = 0; now < 10_000; now++) {
            used = 101;
            afterCollection = 99;
            memory.inUseBeyond(100);
        }

        assertThat(collections * 50).isBetween(900, 1_000);
    }
}
