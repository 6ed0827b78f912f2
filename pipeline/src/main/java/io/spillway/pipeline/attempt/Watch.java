package io.spillway.pipeline.attempt;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Lets a stage work as long as its attempt keeps within its limits, and no longer. */
final class Watch {

    /**
     * Between looks at memory, scratch space and time. What a stage writes is counted at once; one
     * that takes all the memory between two looks ends by itself, out of memory.
     */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Host host;
    private final StopSignal stop;
    private final Threads threads;

    Watch(Host host, StopSignal stop, Threads threads) {
        this.host = host;
        this.stop = stop;
        this.threads = threads;
    }

    /**
     * Runs a stage. One that doesn't stop in time is left behind: it goes on by itself, and nothing
     * that it reads, writes or says has any effect.
     */
    StageRun.Result over(String name, Callable<StageRun.Result> stage) throws IOException {
        var thread = StageThread.start(threads, name, stage);
        try {
            while (!stop.look()) {
                var ended = thread.await(BETWEEN_LOOKS);
                if (ended.isPresent()) {
                    return ended.get();
                }
            }
            return stopped(thread);
        } catch (InterruptedException e) {
            // Not interrupted any more: what was done is still to be recorded.
            thread.thread().interrupt();
            return stopped(thread);
        }
    }

    private StageRun.Result stopped(StageThread<StageRun.Result> thread) throws IOException {
        try {
            return thread.awaitStop(stop.limits().grace()).orElseGet(() -> leave(thread));
        } catch (InterruptedException e) {
            return leave(thread);
        }
    }

    private StageRun.Result leave(StageThread<?> thread) {
        stop.end();
        host.leftBehind(thread.thread());
        return new StageRun.Result.Stopped();
    }
}
