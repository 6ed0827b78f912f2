package io.spillway.local.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbered tasks on a fixed number of threads. */
final class SideBySide {

    /** A client that drops files has so many under way. */
    static final int WIDTH = 16;

    /** One task. */
    @FunctionalInterface
    interface Task {
        /**
         * @return what it counted
         */
        long run(int number) throws IOException;
    }

    private SideBySide() {}

    /**
     * Runs the tasks 0 to {@code count} - 1.
     *
     * @return the sum of what they counted
     */
    static long sum(int count, Task task) throws IOException, InterruptedException {
        var next = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(WIDTH, Thread.ofVirtual().factory())) {
            var workers = new ArrayList<Future<Long>>();
            for (int worker = 0; worker < WIDTH; worker++) {
                workers.add(threads.submit(() -> work(next, count, task)));
            }
            long sum = 0;
            for (var worker : workers) {
                sum += worker.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IOException("A client's request failed.", e.getCause());
        }
    }

    private static long work(AtomicInteger next, int count, Task task) throws IOException {
        long sum = 0;
        for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            sum += task.run(number);
        }
        return sum;
    }
}
