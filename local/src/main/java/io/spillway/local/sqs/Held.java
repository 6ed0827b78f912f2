package io.spillway.local.sqs;

/** A message in a queue, with what has become of it there. Guarded by its queue's lock. */
final class Held {

    final Message message;

    /** Times it was received. */
    int receives;

    /** Milliseconds since 1970; 0 while {@link #receives} is. */
    long firstReceivedAt;

    /** Milliseconds since 1970 of the receive that hides it now. */
    long hiddenAt;

    /** Milliseconds since 1970 from which it can be received; past if it can be now. */
    long visibleAt;

    Held(Message message) {
        this.message = message;
        this.visibleAt = message.dueAt();
    }

    long number() {
        return message.number();
    }
}
