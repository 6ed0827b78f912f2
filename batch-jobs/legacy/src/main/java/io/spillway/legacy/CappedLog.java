package io.spillway.legacy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Passes on what a log takes of one run of a program: the first lines as they come, and when it has
 * ended the last ones, with how many were left out in between. So a program that prints without end
 * doesn't fill the log. Safe for several threads.
 */
final class CappedLog implements AutoCloseable {

    /** Lines that are passed on as they come. */
    static final int FIRST_LINES = 10_000;

    /** Characters that are, where that is less. */
    static final long FIRST_CHARACTERS = 4 << 20;

    /** Lines that are kept for the end. */
    static final int LAST_LINES = 200;

    private final Consumer<String> log;
    private final Deque<String> last = new ArrayDeque<>();
    private long lines;
    private long characters;
    private long leftOut;
    private boolean isFull;
    private boolean isClosed;

    /**
     * @param log takes a line; one at a time
     */
    CappedLog(Consumer<String> log) {
        this.log = log;
    }

    /** Takes a line that the program printed. Once closed, it is left out. */
    synchronized void add(String line) {
        if (isClosed) {
            return;
        }
        if (!isFull && !fits(line)) {
            isFull = true;
            say(
                    "the program has printed %,d lines: from here on only the last %d lines are logged, when it has ended"
                            .formatted(lines, LAST_LINES));
        }
        if (isFull) {
            keep(line);
        } else {
            lines++;
            characters += line.length();
            log.accept(line);
        }
    }

    private boolean fits(String line) {
        return lines < FIRST_LINES && characters + line.length() <= FIRST_CHARACTERS;
    }

    private void keep(String line) {
        last.addLast(line);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
            leftOut++;
        }
    }

    /** Passes on a line of our own, whatever the program has printed. */
    synchronized void say(String line) {
        log.accept("spillway | " + line);
    }

    /** Passes on the last lines. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (leftOut > 0 && !isClosed) {
            say("left out here: %,d lines that the program printed".formatted(leftOut));
        }
        last.forEach(log);
        last.clear();
        isClosed = true;
    }
}
