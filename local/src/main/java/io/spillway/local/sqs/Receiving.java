package io.spillway.local.sqs;

import static java.util.stream.Collectors.toSet;

import io.spillway.local.sqs.Change.Count;
import io.spillway.local.sqs.QueueAttributes.Redrive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** How messages get out of a queue: to a receiver, or to the dead-letter queue. */
final class Receiving {

    /** Source: Amazon SQS Developer Guide, "Amazon SQS standard queue quotas". */
    private static final int MOST_IN_FLIGHT = 120_000;

    /**
     * What a receiver asks for.
     *
     * @param most messages, from 1 to 10
     * @param hideSeconds absent for the queue's VisibilityTimeout
     */
    record Request(int most, Duration patience, OptionalLong hideSeconds) {}

    /**
     * A message as a receiver gets it.
     *
     * @param firstReceivedAt milliseconds since 1970
     */
    record Received(Message message, Receipt receipt, long firstReceivedAt) {}

    private final QueueState state;

    Receiving(QueueState state) {
        this.state = state;
    }

    /** Takes what is there; gives up, on the way, what was received too often. */
    List<Received> take(Request request) {
        long now = state.environment.now();
        state.settle(now);
        refuseTooManyInFlight(request);
        var next = nextAlive(request.most(), now);
        if (next.isEmpty()) {
            return List.of();
        }
        state.record(
                new Change.Received(
                        state.name, next.stream().map(held -> received(held, now)).toList()));
        long until = now + hideMillis(request);
        next.forEach(held -> state.shelves.hide(held, now, until));
        return next.stream().map(this::handOut).toList();
    }

    private void refuseTooManyInFlight(Request request) {
        if (state.shelves.depth().inFlight() >= MOST_IN_FLIGHT && request.patience().isZero()) {
            throw new SqsError(
                    SqsError.Code.OVER_LIMIT,
                    "Queue %s has %d messages in flight, which is the limit. Delete them as they are done."
                            .formatted(state.name, MOST_IN_FLIGHT));
        }
    }

    private List<Held> nextAlive(int most, long now) {
        var next = state.shelves.oldestReady(most, inOrder());
        var target = state.redrive().flatMap(this::target);
        if (target.isEmpty()) {
            return next;
        }
        int limit = state.redrive().get().maxReceiveCount();
        var worn = next.stream().filter(held -> held.receives >= limit).toList();
        if (worn.isEmpty()) {
            return next;
        }
        giveUp(worn, target.get(), now);
        return nextAlive(most, now);
    }

    /**
     * What may be received without overtaking: in a FIFO queue, no message of a group that has one
     * in flight.
     */
    private Predicate<Held> inOrder() {
        if (!state.attributes().isFifo()) {
            return _ -> true;
        }
        var busy = state.shelves.inFlight().stream().map(Receiving::group).collect(toSet());
        return held -> !busy.contains(group(held));
    }

    private static String group(Held held) {
        return held.message.draft().groupId().orElse("");
    }

    private Optional<Queue> target(Redrive redrive) {
        return state.environment.queues().apply(redrive.deadLetterTargetArn());
    }

    private void giveUp(List<Held> worn, Queue target, long now) {
        var messages = worn.stream().map(held -> asDeadLetter(held, target, now)).toList();
        var counts = new ArrayList<Count>();
        for (int at = 0; at < worn.size(); at++) {
            var held = worn.get(at);
            counts.add(new Count(messages.get(at).number(), held.receives, held.firstReceivedAt));
        }
        var numbers = worn.stream().map(Held::number).toList();
        state.record(new Change.Moved(state.name, numbers, target.name(), messages, counts));
        Thread.startVirtualThread(target::wake); // takes the other queue's lock, so not in here
    }

    /**
     * Gives the oldest visible message to another queue, as a new one.
     *
     * @return the other queue; empty if nothing is visible
     */
    Optional<Queue> moveOldest(Function<Optional<String>, Queue> chooseTarget) {
        return state.shelves.oldestReady(1, inOrder()).stream()
                .findFirst()
                .map(held -> moveAsNew(held, chooseTarget.apply(held.message.deadLetterSource())));
    }

    private Queue moveAsNew(Held held, Queue target) {
        long now = state.environment.now();
        var message =
                new Message(
                        target.nextNumber(),
                        UUID.randomUUID().toString(),
                        now,
                        now,
                        held.message.draft(),
                        Optional.empty());
        state.record(
                new Change.Moved(
                        state.name,
                        List.of(held.number()),
                        target.name(),
                        List.of(message),
                        List.of(new Count(message.number(), 0, 0))));
        return target;
    }

    /** Age goes on counting, except in a FIFO queue. */
    private Message asDeadLetter(Held held, Queue target, long now) {
        long sentAt = state.attributes().isFifo() ? now : held.message.sentAt();
        return new Message(
                target.nextNumber(),
                held.message.id(),
                sentAt,
                now,
                held.message.draft(),
                Optional.of(state.environment.arn(state.name)));
    }

    private static Count received(Held held, long now) {
        long firstAt = held.receives == 0 ? now : held.firstReceivedAt;
        return new Count(held.number(), held.receives + 1, firstAt);
    }

    private Received handOut(Held held) {
        return new Received(
                held.message,
                new Receipt(state.name, held.number(), held.receives),
                held.firstReceivedAt);
    }

    private long hideMillis(Request request) {
        return request.hideSeconds().orElseGet(() -> state.attributes().number("VisibilityTimeout"))
                * 1_000;
    }
}
