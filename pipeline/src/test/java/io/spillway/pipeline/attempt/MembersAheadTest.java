package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.work.SetMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small members of a set, fetched before they are asked for. */
@Timeout(180)
class MembersAheadTest {

    private static final TransferMemory FOUR_RANGES = new TransferMemory(4 << 20);
    private static final int RANGE = 1 << 20;

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final FlakyReads store = new FlakyReads(memory, Integer.MAX_VALUE);
    private final AtomicInteger given = new AtomicInteger();

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private SetMember member(byte[] content) {
        var key = "part-" + given.incrementAndGet();
        var object = memory.put(new ObjectLocation("output", key), content);
        return new SetMember(key, object, ContentType.CSV, "item");
    }

    private List<SetMember> members(int... sizes) {
        return IntStream.of(sizes).mapToObj(size -> member(bytes(size))).toList();
    }

    private MembersAhead ahead(List<SetMember> members, TransferMemory room) {
        return new MembersAhead(store, members.iterator(), room);
    }

    /** Reads a member as a stage does: by a request of its own where it wasn't fetched. */
    private byte[] read(MembersAhead ahead, MembersAhead.Next next) throws IOException {
        var fetched = ahead.read(next, _ -> {});
        if (fetched.isPresent()) {
            return fetched.get();
        }
        var object = next.member().object();
        try (var in = store.read(object, 0, object.size())) {
            return in.readAllBytes();
        }
    }

    @Test
    void givesEveryByteInOrderWhateverTheSizes() throws IOException {
        var sizes = new int[] {3, 0, RANGE, RANGE + 1, 1, 5, 3 * RANGE, 3 * RANGE, 7, 0, 0, 9};
        var read = new ArrayList<byte[]>();

        try (var ahead = ahead(members(sizes), FOUR_RANGES)) {
            while (ahead.hasNext()) {
                read.add(read(ahead, ahead.next()));
            }
        }

        assertThat(read)
                .containsExactly(
                        IntStream.of(sizes)
                                .mapToObj(MembersAheadTest::bytes)
                                .toArray(byte[][]::new));
        assertThat(store.open()).isZero();
    }

    @Test
    void hasNoMoreRequestsUnderWayThanItsMemoryHasRangesBesideTheOneThatIsRead()
            throws IOException {
        try (var ahead =
                ahead(members(IntStream.range(0, 50).map(_ -> 200_000).toArray()), FOUR_RANGES)) {
            while (ahead.hasNext()) {
                read(ahead, ahead.next());
            }
        }

        assertThat(store.requests()).isEqualTo(50);
        assertThat(store.mostOpen()).isBetween(2, 5);
    }

    @Test
    void holdsNoMoreThanItsMemoryWithTheMemberThatIsRead() throws Exception {
        try (var ahead =
                ahead(members(RANGE, RANGE, RANGE, RANGE, RANGE, RANGE, RANGE), FOUR_RANGES)) {
            read(ahead, ahead.next());
            read(ahead, ahead.next());
            awaitRequests(5);
            Thread.sleep(50);

            assertThat(store.requests()).isEqualTo(5);
        }
    }

    private void awaitRequests(int count) throws InterruptedException {
        while (store.requests() < count) {
            Thread.sleep(1);
        }
    }

    @Test
    void fetchesNothingForWhoeverOnlyLooksAtTheList() {
        try (var ahead = ahead(members(1, 2, 3, 4), FOUR_RANGES)) {
            while (ahead.hasNext()) {
                ahead.next();
            }
        }

        assertThat(store.requests()).isZero();
    }

    @Test
    void stopsFetchingWhenAMemberIsPassedOver() throws Exception {
        try (var ahead =
                ahead(members(IntStream.range(0, 20).map(_ -> 100).toArray()), FOUR_RANGES)) {
            read(ahead, ahead.next());
            while (ahead.hasNext()) {
                ahead.next();
            }
        }

        assertThat(store.requests()).isLessThanOrEqualTo(5);
    }

    @Test
    void fetchesNothingWhereThereIsNoMemoryForIt() throws IOException {
        try (var ahead = ahead(members(1, 2, 3), TransferMemory.NONE)) {
            var first = ahead.next();

            assertThat(ahead.read(first, _ -> {})).isEmpty();
            assertThat(ahead.read(ahead.next(), _ -> {})).isEmpty();
        }
        assertThat(store.requests()).isZero();
    }

    @Test
    void fetchesNothingBehindALargeMember() throws Exception {
        try (var ahead = ahead(members(1, RANGE + 1, 2, 3), FOUR_RANGES)) {
            read(ahead, ahead.next());
            assertThat(ahead.read(ahead.next(), _ -> {})).isEmpty();
            Thread.sleep(50);

            assertThat(store.requests()).isEqualTo(1);
        }
    }

    @Test
    void failsWithTheMemberThatIsGoneAndNotBefore() throws IOException {
        var members = members(1, 2, 3);
        memory.delete(members.get(1).object().location());

        try (var ahead = ahead(members, FOUR_RANGES)) {
            assertThat(read(ahead, ahead.next())).hasSize(1);
            var gone = ahead.next();
            assertThatThrownBy(() -> read(ahead, gone)).isInstanceOf(ObjectGone.class);
        }
        assertThat(store.open()).isZero();
    }
}
