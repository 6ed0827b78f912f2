package io.spillway.local.sqs;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One queue: all its operations, safe for many threads. Only {@link #receive} ever waits.
 *
 * <p>Never holds its own lock and that of another queue at once.
 */
final class Queue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final QueueState state;
    private final Sending sending;
    private final Receiving receiving;
    private final Holding holding;
    private boolean deleted;

    Queue(Environment environment, Change.Created created) {
        state = new QueueState(environment, created);
        sending = new Sending(state);
        receiving = new Receiving(state);
        holding = new Holding(state);
    }

    String name() {
        return state.name;
    }

    String arn() {
        return state.environment.arn(state.name);
    }

    /** Takes in a change of this queue that the journal holds. */
    void replay(Change change) {
        locked(() -> state.apply(change));
    }

    Sending.Sent send(Sending.Request request) {
        return present(
                () -> {
                    sending.check(request);
                    return sendNow(List.of(request)).getFirst();
                });
    }

    /**
     * Takes those it can, as one change.
     *
     * @return for each in turn, what became of it
     */
    List<Outcome<Sending.Sent>> sendBatch(List<Sending.Request> requests) {
        return present(
                () -> {
                    var checks =
                            requests.stream().map(one -> Outcome.of(() -> checked(one))).toList();
                    var sent =
                            sendNow(checks.stream().flatMap(Outcome::stream).toList()).iterator();
                    return checks.stream().map(check -> check.map(_ -> sent.next())).toList();
                });
    }

    private Sending.Request checked(Sending.Request request) {
        sending.check(request);
        return request;
    }

    private List<Sending.Sent> sendNow(List<Sending.Request> requests) {
        var sent = sending.send(requests);
        changed.signalAll();
        return sent;
    }

    /**
     * Takes messages, waiting for the first one.
     *
     * @return none if none came in time
     */
    List<Receiving.Received> receive(Receiving.Request request) throws InterruptedException {
        long deadline = System.nanoTime() + request.patience().toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                requirePresent();
                var received = receiving.take(request);
                long left = deadline - System.nanoTime();
                if (!received.isEmpty() || left <= 0) {
                    return received;
                }
                var _ = changed.awaitNanos(Math.min(left, untilNextDue()));
            }
        } finally {
            lock.unlock();
        }
    }

    private long untilNextDue() {
        long next = state.shelves.nextDue();
        return next == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : MILLISECONDS.toNanos(Math.max(1, next - state.environment.now()));
    }

    /** Makes those who wait look again. */
    void wake() {
        locked(changed::signalAll);
    }

    /**
     * Deletes the message that a receipt entitles to. One already gone, or received again since, is
     * left alone: AWS accepts that quietly.
     */
    void delete(Receipt receipt) {
        present(
                () -> {
                    holding.delete(receipt);
                    changed.signalAll();
                });
    }

    /**
     * Changes until when a received message stays hidden; 0 seconds shows it at once.
     *
     * @throws SqsError if the message isn't hidden by this receipt
     */
    void changeVisibility(Receipt receipt, long seconds) {
        present(
                () -> {
                    holding.changeVisibility(receipt, seconds);
                    changed.signalAll();
                });
    }

    void purge() {
        present(
                () -> {
                    state.settle(state.environment.now());
                    state.record(new Change.Purged(state.name));
                });
    }

    QueueDepth depth() {
        return present(
                () -> {
                    state.settle(state.environment.now());
                    return state.shelves.depth();
                });
    }

    QueueAttributes attributes() {
        return present(state::attributes);
    }

    /** Replaces some of the attributes. */
    void configure(Map<String, String> given) {
        present(
                () -> {
                    var attributes = state.attributes();
                    var next = attributes.with(given, attributes.isFifo());
                    state.record(
                            new Change.Configured(
                                    state.name, next.values(), state.environment.now()));
                    changed.signalAll();
                });
    }

    Map<String, String> tags() {
        return present(state::tags);
    }

    void tag(UnaryOperator<Map<String, String>> change) {
        present(
                () -> {
                    state.record(new Change.Tagged(state.name, change.apply(state.tags())));
                });
    }

    /** Milliseconds since 1970. */
    long createdAt() {
        return state.createdAt;
    }

    /** Milliseconds since 1970 of the last change of attributes. */
    long configuredAt() {
        return present(state::configuredAt);
    }

    /**
     * Gives one visible message to another queue, as a new one.
     *
     * @param target chooses the queue by the ARN of the one that gave the message up
     * @return false if there is no visible message
     */
    boolean moveOne(Function<Optional<String>, Queue> target) {
        var moved =
                present(
                        () -> {
                            state.settle(state.environment.now());
                            return receiving.moveOldest(target);
                        });
        moved.ifPresent(Queue::wake);
        return moved.isPresent();
    }

    long nextNumber() {
        return state.nextNumber();
    }

    void deliver(Change.Moved moved) {
        state.deliver(moved);
    }

    /** Ends this queue: whoever waits or comes later is told that it doesn't exist. */
    void end() {
        present(
                () -> {
                    state.environment.journal().accept(new Change.Deleted(state.name));
                    deleted = true;
                    changed.signalAll();
                });
    }

    Stream<Change> snapshot() {
        return locked(
                () -> {
                    state.settle(state.environment.now());
                    return state.snapshot();
                });
    }

    private void requirePresent() {
        if (deleted) {
            throw new QueueDoesNotExist(state.name);
        }
    }

    private void present(Runnable operation) {
        locked(
                () -> {
                    requirePresent();
                    operation.run();
                });
    }

    private <T> T present(Supplier<T> operation) {
        return locked(
                () -> {
                    requirePresent();
                    return operation.get();
                });
    }

    private void locked(Runnable operation) {
        lock.lock();
        try {
            operation.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> operation) {
        lock.lock();
        try {
            return operation.get();
        } finally {
            lock.unlock();
        }
    }
}
