package io.spillway.local.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in its own way when Ctrl-C or SIGTERM asks the process to stop: the thread
 * that installed it is interrupted, and the process ends when it is done, or after {@link
 * #GRACE_SECONDS}.
 */
final class Interruption {

    /** Longer than the 10 s that a local Batch job is given to stop. */
    static final int GRACE_SECONDS = 20;

    private final Thread worker;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "stop");
    private volatile boolean happened;
    private volatile int status = ExitCode.INTERRUPTED;

    private Interruption(Thread worker) {
        this.worker = worker;
    }

    /** For the current thread. */
    static Interruption install() {
        var interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void onSignal() {
        happened = true;
        worker.interrupt();
        try {
            if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "spillway: not everything stopped within %d s. What was under way goes on with the next run."
                                .formatted(GRACE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        // A process that a signal ends would have the signal's exit status, not the command's.
        Runtime.getRuntime().halt(status);
    }

    /** Ends the process with the command's exit status. Doesn't return. */
    void end(int exitStatus) {
        status = exitStatus;
        done.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // The signal came just now: the hook ends the process.
            }
            System.exit(exitStatus);
        }
    }
}
