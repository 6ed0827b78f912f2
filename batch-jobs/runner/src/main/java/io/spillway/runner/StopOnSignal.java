package io.spillway.runner;

import io.spillway.pipeline.job.ExitStatus;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns SIGTERM into a request to stop, and gives the attempt time to hand its work item back. The
 * process then ends with the attempt's own exit status.
 */
final class StopOnSignal {

    /**
     * Fits into the 30 seconds between SIGTERM and SIGKILL. Source: AWS Batch User Guide, "Job
     * timeouts".
     */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();

    /** Asks this run to stop when the signal comes. */
    void tell(JobRun run) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    if (!ended.isDone()) {
                                        run.stop();
                                        Runtime.getRuntime().halt(await().code());
                                    }
                                },
                                "stop-on-signal"));
    }

    /** Tells that the attempt is over, however it ended. */
    void ended(ExitStatus status) {
        ended.complete(status);
    }

    private ExitStatus await() {
        try {
            return ended.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.TRANSIENT;
        } catch (ExecutionException | TimeoutException e) {
            return ExitStatus.TRANSIENT;
        }
    }
}
