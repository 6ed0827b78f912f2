package io.spillway.router;

import java.time.Duration;

/** What became of a message. */
public sealed interface Handled {

    Handled DONE = new Done();

    /** Nothing is left to do with the message: the work is finished, or others have it in hand. */
    record Done() implements Handled {}

    /** It has to come again. */
    record Again(Duration after, String why) implements Handled {}

    /**
     * The router can't read it. It comes again until the queue moves it to its dead-letter queue.
     */
    record Unreadable(String why) implements Handled {}

    /** Both: done only if both are. */
    default Handled and(Handled other) {
        return this instanceof Done ? other : this;
    }
}
