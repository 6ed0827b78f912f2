package io.spillway.pipeline.attempt;

import io.spillway.pipeline.telemetry.LogContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Requests side by side, for where one after another would mostly be waiting. */
public final class Parallel {

    /** Requests under way at once, for one work item. */
    static final int WIDTH = 16;

    /** A request with an answer. */
    @FunctionalInterface
    public interface Request<T, R> {
        R apply(T item) throws IOException;
    }

    private Parallel() {}

    /**
     * Applies a request to each item.
     *
     * @return the answers in the order of the items
     * @throws IOException the first failure in the order of the items; all others were tried as
     *     well
     */
    public static <T, R> List<R> map(List<T> items, Request<T, R> request) throws IOException {
        if (items.size() == 1) {
            return List.of(request.apply(items.getFirst()));
        }
        var width = new Semaphore(WIDTH);
        var context = LogContext.current();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<R>>(items.size());
            for (var item : items) {
                width.acquire();
                answers.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return context.call(() -> request.apply(item));
                                    } finally {
                                        width.release();
                                    }
                                }));
            }
            return all(answers);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The answers of tasks that may throw {@link IOException}. */
    static <R> List<R> all(List<Future<R>> tasks) throws IOException {
        var answers = new ArrayList<R>(tasks.size());
        for (var task : tasks) {
            answers.add(await(task));
        }
        return answers;
    }

    /** The answer of one task that may throw {@link IOException}. */
    static <R> R await(Future<R> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("Interrupted while requests were under way.");
        interrupted.initCause(e);
        return interrupted;
    }
}
