package io.spillway.pipeline.attempt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A stage at work on a thread of its own, so that an attempt can go on without it. */
final class StageThread<R> {

    private final FutureTask<R> run;
    private final Thread thread;
    private final Threads threads;

    private StageThread(FutureTask<R> run, Thread thread, Threads threads) {
        this.run = run;
        this.thread = thread;
        this.threads = threads;
    }

    static <R> StageThread<R> start(Threads threads, String name, Callable<R> stage) {
        var run = new FutureTask<>(stage);
        return new StageThread<>(run, threads.startStage(name, run), threads);
    }

    Thread thread() {
        return thread;
    }

    /**
     * Waits for the stage to end.
     *
     * @return what it gave; empty if it still works
     */
    Optional<R> await(Duration most) throws IOException, InterruptedException {
        threads.await(List.of(run), most);
        if (!run.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(run.get());
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
    }

    /** Waits for a stage that was asked to stop; halfway it is interrupted. */
    Optional<R> awaitStop(Duration grace) throws IOException, InterruptedException {
        var half = grace.dividedBy(2);
        var ended = await(half);
        if (ended.isEmpty()) {
            thread.interrupt();
            ended = await(half);
        }
        return ended;
    }
}
