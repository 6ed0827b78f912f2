package io.spillway.local.sqs;

import io.spillway.local.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** How messages get into a queue. Guarded by the queue's lock. */
final class Sending {

    /** Most a message can be late by a fault. */
    private static final int MOST_LATE_MILLIS = 2_000;

    /**
     * What a sender asks for.
     *
     * @param delaySeconds absent for the queue's own
     */
    record Request(Draft draft, OptionalLong delaySeconds) {}

    /**
     * What a sender is told.
     *
     * @param sequenceNumber of a FIFO queue's message
     */
    record Sent(String messageId, Optional<String> sequenceNumber) {}

    private final QueueState state;

    Sending(QueueState state) {
        this.state = state;
    }

    /** Takes them all, as one change. */
    List<Sent> send(List<Request> requests) {
        var sent = new ArrayList<Sent>();
        var messages = new ArrayList<Message>();
        for (var request : requests) {
            sent.add(
                    state.attributes().isFifo()
                            ? once(request, messages)
                            : anew(request, messages));
        }
        if (!messages.isEmpty()) {
            state.record(new Change.Sent(state.name, messages));
        }
        return sent;
    }

    private Sent anew(Request request, List<Message> messages) {
        var message = message(request.draft(), lateness() + delay(request));
        messages.add(message);
        if (state.environment.faults().strikes(FaultKind.DUPLICATE)) {
            messages.add(message.copy(state.nextNumber(), message.dueAt() + lateness()));
        }
        return new Sent(message.id(), Optional.empty());
    }

    private Sent once(Request request, List<Message> messages) {
        var draft = identified(request.draft());
        var key = state.deduplicationKey(draft);
        var before =
                messages.stream()
                        .filter(message -> state.deduplicationKey(message.draft()).equals(key))
                        .findFirst()
                        .map(
                                message ->
                                        new Sent(
                                                message.id(),
                                                Optional.of(message.sequenceNumber())))
                        .or(() -> remembered(key));
        if (before.isPresent()) {
            return before.get();
        }
        var message = message(draft, delay(request));
        messages.add(message);
        return new Sent(message.id(), Optional.of(message.sequenceNumber()));
    }

    private Optional<Sent> remembered(String key) {
        return state.deduplication
                .find(key, state.environment.now())
                .map(
                        sent ->
                                new Sent(
                                        sent.messageId(),
                                        Optional.of("%020d".formatted(sent.number()))));
    }

    private Draft identified(Draft draft) {
        return draft.deduplicationId().isPresent()
                ? draft
                : draft.withDeduplicationId(Digests.sha256(draft.body()));
    }

    /**
     * @throws SqsError if this queue doesn't take it; a message that passes is taken
     */
    void check(Request request) {
        var draft = request.draft();
        draft.check(state.attributes().number("MaximumMessageSize"));
        if (!state.attributes().isFifo()) {
            return;
        }
        if (draft.groupId().isEmpty()) {
            throw SqsError.missing("MessageGroupId");
        }
        if (draft.deduplicationId().isEmpty()
                && !state.attributes().is("ContentBasedDeduplication", "true")) {
            throw new SqsError(
                    SqsError.Code.INVALID_PARAMETER_VALUE,
                    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
        }
        if (request.delaySeconds().orElse(0) > 0) {
            throw SqsError.invalidValue(
                    request.delaySeconds().getAsLong(),
                    "DelaySeconds",
                    "The request include parameter that is not valid for this queue type.");
        }
    }

    private Message message(Draft draft, long lateMillis) {
        long now = state.environment.now();
        return new Message(
                state.nextNumber(),
                UUID.randomUUID().toString(),
                now,
                now + lateMillis,
                draft,
                Optional.empty());
    }

    private long delay(Request request) {
        return request.delaySeconds().orElseGet(() -> state.attributes().number("DelaySeconds"))
                * 1_000;
    }

    private long lateness() {
        var faults = state.environment.faults();
        return faults.strikes(FaultKind.DELAY) ? 1 + faults.pick(MOST_LATE_MILLIS) : 0;
    }
}
