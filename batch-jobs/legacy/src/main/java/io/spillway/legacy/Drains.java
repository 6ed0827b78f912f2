package io.spillway.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Threads that read what a program prints, one per stream, so that no full pipe ever stops the
 * program.
 */
final class Drains implements AutoCloseable {

    /** A stream ends with the last process that holds it; only one that can't be killed is left. */
    private static final Duration END_TAKES = Duration.ofSeconds(2);

    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param heard told of everything that comes, before it is a whole line
     * @param to takes the lines
     */
    void add(InputStream from, Runnable heard, Consumer<String> to) {
        threads.add(
                Thread.ofPlatform()
                        .daemon()
                        .name("spillway-drain")
                        .start(() -> drain(from, heard, to)));
    }

    /**
     * Waits until all is read. An interrupt doesn't cut this short; it is kept for the caller. A
     * second call does nothing.
     */
    @Override
    public void close() {
        var interrupted = Thread.interrupted();
        for (var thread : threads) {
            interrupted |= awaitEnd(thread);
        }
        threads.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitEnd(Thread thread) {
        var interrupted = false;
        while (true) {
            try {
                thread.join(END_TAKES);
                return interrupted;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
    }

    private static void drain(InputStream from, Runnable heard, Consumer<String> to) {
        try (from) {
            PrintedLines.drain(from, heard, to);
        } catch (IOException _) {
            // The pipe broke, which ends it as well as its end does.
        }
    }
}
