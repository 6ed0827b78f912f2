package io.spillway.legacy;

import java.time.Duration;

/** How a run of a program ended. */
sealed interface RunEnd {

    /**
     * By itself, or by a signal that wasn't ours.
     *
     * @param status its exit status; 128 + N where signal N killed it
     */
    record Exited(int status) implements RunEnd {}

    /** It wasn't done at its time limit, and was stopped. */
    record OutOfTime(Duration limit) implements RunEnd {}

    /** It printed nothing for as long as its silence limit, and was stopped. */
    record Silent(Duration limit) implements RunEnd {}

    /**
     * It exited with a success but left no output.
     *
     * @param where it was looked for, as the end of a sentence
     */
    record WithoutOutput(int status, String where) implements RunEnd {}
}
