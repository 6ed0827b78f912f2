package io.spillway.local.sqs;

import java.util.List;
import java.util.Optional;

/** What a receipt entitles to, while a message is held by it. Guarded by the queue's lock. */
final class Holding {

    /** Source: Amazon SQS API Reference, "ChangeMessageVisibility": 12 hours from the receive. */
    private static final long LONGEST_HIDING_MILLIS = 43_200_000;

    private final QueueState state;

    Holding(QueueState state) {
        this.state = state;
    }

    /** Deletes the message, unless it is gone already or was received again since. */
    void delete(Receipt receipt) {
        find(receipt)
                .ifPresent(
                        held ->
                                state.record(
                                        new Change.Removed(state.name, List.of(held.number()))));
    }

    private Optional<Held> find(Receipt receipt) {
        return state.shelves
                .find(receipt.number())
                .filter(held -> held.receives == receipt.receives());
    }

    void changeVisibility(Receipt receipt, long seconds) {
        long now = state.environment.now();
        state.settle(now);
        var held = find(receipt).orElseThrow(() -> notAvailable(receipt));
        if (!state.shelves.isInFlight(held)) {
            throw new SqsError(
                    SqsError.Code.MESSAGE_NOT_INFLIGHT,
                    "Message %s is not in flight: its visibility timeout has passed. Receive it again."
                            .formatted(held.message.id()));
        }
        long until = now + seconds * 1_000;
        if (until - held.hiddenAt > LONGEST_HIDING_MILLIS) {
            throw SqsError.invalidValue(
                    (until - held.hiddenAt) / 1_000,
                    "VisibilityTimeout",
                    "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
        }
        state.shelves.rehide(held, until);
    }

    private static SqsError notAvailable(Receipt receipt) {
        return SqsError.invalidValue(
                receipt.handle(),
                "ReceiptHandle",
                "Message does not exist or is not available for visibility timeout change.");
    }
}
