package io.spillway.monitoring.notify;

/** What became of a notification at a receiver. */
sealed interface Answer {

    /** The receiver has it. */
    record Taken() implements Answer {}

    /**
     * The receiver doesn't have it, as far as can be known.
     *
     * @param reason names no address
     */
    record NotTaken(String reason) implements Answer {}
}
