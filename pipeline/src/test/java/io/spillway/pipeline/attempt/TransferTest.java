package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large inputs on their way: read ahead, and written into a file by several requests at once. */
class TransferTest {

    private static final TransferMemory FOUR_RANGES = new TransferMemory(4 << 20);

    @TempDir Path directory;

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FlakyReads store = new FlakyReads(memory, 300_000);
    private final AtomicLong counted = new AtomicLong();

    private ObjectVersion object(byte[] content) {
        return memory.put(new ObjectLocation("drop", "large.bin"), content);
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Readahead readahead(ObjectVersion object) {
        return new Readahead(store, object, 0, FOUR_RANGES, counted::addAndGet);
    }

    private Download download(ObjectVersion object, Progress progress) {
        return new Download(store, object, FOUR_RANGES, counted::addAndGet, progress);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 7_654_321})
    void readsEveryByteInOrderThoughEveryRequestBreaks(int size) throws IOException {
        var content = bytes(size);

        try (var in = readahead(object(content))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(in.read()).isEqualTo(-1);
        }

        assertThat(counted).hasValue(size);
        assertThat(store.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 7_654_321})
    void writesEveryByteWhereItBelongsThoughEveryRequestBreaks(int size) throws IOException {
        var content = bytes(size);
        var told = new ArrayList<Long>(List.of(0L));
        var file = directory.resolve("staged");

        download(object(content), (done, _) -> told.add(done)).into(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(told).isSorted().last().isEqualTo((long) size);
        assertThat(counted).hasValue(size);
        assertThat(store.open()).isZero();
    }

    @Test
    void hasNoMoreRequestsUnderWayThanItsMemoryHolds() throws IOException {
        var object = object(bytes(20 << 20));

        try (var in = readahead(object)) {
            in.readAllBytes();
        }
        download(object, Progress.NONE).into(directory.resolve("staged"));

        assertThat(store.mostOpen()).isBetween(2, 4);
    }

    @Test
    void readsFromWhereItIsToldTo() throws IOException {
        var content = bytes(5 << 20);

        try (var in =
                new Readahead(store, object(content), 1_234_567, FOUR_RANGES, counted::addAndGet)) {
            assertThat(in.readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(content, 1_234_567, content.length));
        }
    }

    @Test
    void asksForNothingBeforeItIsRead() throws IOException {
        try (var in = readahead(object(bytes(20 << 20)))) {
            assertThat(in.available()).isZero();
        }

        assertThat(store.requests()).isZero();
    }

    @Test
    void endsItsRequestsWhenItIsClosedEarly() throws IOException {
        try (var in = readahead(object(bytes(20 << 20)))) {
            assertThat(in.read()).isNotNegative();
        }

        assertThat(store.open()).isZero();
        assertThat(store.requests()).isLessThan(20);
    }

    @Test
    void saysThatTheVersionIsGoneWhileItIsRead() throws IOException {
        var object = object(bytes(20 << 20));
        try (var in = readahead(object)) {
            assertThat(in.read()).isNotNegative();
            memory.delete(object.location());

            assertThatThrownBy(in::readAllBytes).isInstanceOf(ObjectGone.class);
        }
        assertThatThrownBy(() -> download(object, Progress.NONE).into(directory.resolve("staged")))
                .isInstanceOf(ObjectGone.class);
        assertThat(store.open()).isZero();
    }

    @Test
    void stopsAllRequestsOfADownloadAtARefusalToGoOn() {
        var object = object(bytes(20 << 20));
        var download =
                new Download(
                        store,
                        object,
                        FOUR_RANGES,
                        bytes -> {
                            if (counted.addAndGet(bytes) > 3 << 20) {
                                throw new StopSignal.Stopped("Enough.");
                            }
                        },
                        Progress.NONE);

        assertThatThrownBy(() -> download.into(directory.resolve("staged")))
                .isInstanceOf(StopSignal.Stopped.class);
        assertThat(counted.get()).isLessThan(4 << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1048576",
        "1048576, 1, 1048576",
        "16777216, 8, 2097152",
        "67108864, 8, 8388608",
        "1000000000, 8, 8388608"
    })
    void partsItsMemoryIntoAtMostEightRangesOfOneToEightMebibytes(
            long memory, int ranges, int rangeBytes) {
        assertThat(new TransferMemory(memory).ranges()).isEqualTo(ranges);
        assertThat(new TransferMemory(memory).rangeBytes()).isEqualTo(rangeBytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "134217728, 8388608", "536870912, 33554432", "8589934592, 67108864"})
    void takesASixteenthOfTheHeapAndAtMost64Mebibytes(long heap, long memory) {
        assertThat(TransferMemory.ofHeap(heap)).isEqualTo(new TransferMemory(memory));
    }
}
