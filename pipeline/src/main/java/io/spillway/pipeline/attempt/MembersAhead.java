package io.spillway.pipeline.attempt;

import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.work.SetMember;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The members of a set in their order, the next small ones fetched while one is read: of many small
 * members a stage would wait for a request each.
 *
 * <p>Begins when a member is read and ends when one is passed over, since whoever only looks at the
 * list wants no bytes. Holds no more bytes than its memory, and none while a large member is read,
 * which has ranges of its own. For one thread.
 */
final class MembersAhead implements Iterator<MembersAhead.Next>, AutoCloseable {

    /** A member whose turn it is or will be. */
    static final class Next {
        private final SetMember member;
        private Optional<Future<byte[]>> fetched = Optional.empty();
        private boolean isRead;

        private Next(SetMember member) {
            this.member = member;
        }

        SetMember member() {
            return member;
        }

        private long held() {
            return fetched.isPresent() ? member.object().size() : 0;
        }
    }

    private final ObjectStore store;
    private final Iterator<SetMember> listed;
    private final TransferMemory memory;
    private final LogContext context = LogContext.current();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Next> ahead = new ArrayDeque<>();
    private Optional<Next> current = Optional.empty();

    MembersAhead(ObjectStore store, Iterator<SetMember> listed, TransferMemory memory) {
        this.store = store;
        this.listed = listed;
        this.memory = memory;
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty() || listed.hasNext();
    }

    @Override
    public Next next() {
        if (current.filter(passed -> !passed.isRead).isPresent()) {
            ahead.forEach(MembersAhead::forget);
        }
        var next = ahead.isEmpty() ? new Next(listed.next()) : ahead.remove();
        current = Optional.of(next);
        return next;
    }

    /**
     * The bytes of a member that is read from its start, if they were fetched. The next small ones
     * are fetched from now on.
     */
    Optional<byte[]> read(Next member, ObjectChannel.Meter meter) throws IOException {
        member.isRead = true;
        if (current.filter(member::equals).isPresent() && isSmall(member)) {
            fetchNext();
        }
        if (member.fetched.isEmpty()) {
            return Optional.empty();
        }
        var fetched = member.fetched.get();
        return Optional.of(meter.reading(() -> Parallel.await(fetched)));
    }

    private boolean isSmall(Next member) {
        return memory.ranges() > 1 && member.member.object().size() <= memory.rangeBytes();
    }

    /**
     * Stops at the first that is too large or that there is no room for, so that none is left out.
     */
    private void fetchNext() {
        var held = current.map(Next::held).orElse(0L);
        for (var next : ahead) {
            held += next.held();
        }
        while (ahead.size() < memory.ranges() && mayFollow() && listed.hasNext()) {
            var next = new Next(listed.next());
            ahead.add(next);
            if (isSmall(next) && held + next.member.object().size() <= memory.bytes()) {
                var object = next.member.object();
                next.fetched = Optional.of(threads.submit(() -> context.call(() -> fetch(object))));
                held += next.held();
            }
        }
    }

    private boolean mayFollow() {
        return ahead.isEmpty() || ahead.getLast().fetched.isPresent();
    }

    private byte[] fetch(ObjectVersion object) throws IOException {
        var bytes = ByteBuffer.allocate((int) object.size());
        try (var channel = new ObjectChannel(store, object, _ -> {})) {
            while (bytes.hasRemaining()) {
                channel.read(bytes);
            }
        }
        return bytes.array();
    }

    private static void forget(Next member) {
        member.fetched.ifPresent(fetched -> fetched.cancel(true));
        member.fetched = Optional.empty();
    }

    /** Ends the requests under way and waits until they have ended. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
