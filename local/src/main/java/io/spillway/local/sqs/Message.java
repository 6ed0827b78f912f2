package io.spillway.local.sqs;

import java.util.Optional;

/**
 * A message that a queue has taken.
 *
 * @param number its place in the queue; grows with each message and is never used again
 * @param id as the sender was told; two messages with one id are a duplicate delivery
 * @param sentAt milliseconds since 1970; its age counts from here
 * @param dueAt milliseconds since 1970; it can't be received before
 * @param deadLetterSource ARN of the queue that gave it up
 */
record Message(
        long number,
        String id,
        long sentAt,
        long dueAt,
        Draft draft,
        Optional<String> deadLetterSource) {

    Message copy(long copyNumber, long copyDueAt) {
        return new Message(copyNumber, id, sentAt, copyDueAt, draft, deadLetterSource);
    }

    /** A FIFO queue's form of the number. */
    String sequenceNumber() {
        return "%020d".formatted(number);
    }
}
