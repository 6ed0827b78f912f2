package io.spillway.local.batch;

import java.time.Duration;

/** An attempt whose container may be ended from outside, for the first reason that comes. */
final class RunningAttempt {

    /** Why a container is made to end. */
    enum Ending {
        TERMINATED,
        TIMED_OUT,
        RECLAIMED,
        HOST_LOST
    }

    private final Duration grace;
    private Ending ending;
    private RunningContainer container;
    private boolean over;

    RunningAttempt(Duration grace) {
        this.grace = grace;
    }

    /** From now on there is something to end. */
    synchronized void started(RunningContainer started) {
        container = started;
        if (ending != null) {
            stop();
        }
    }

    /** Ends the container; later calls change nothing, but that a host can always vanish. */
    synchronized void end(Ending why) {
        if (over || (ending != null && why != Ending.HOST_LOST)) {
            return;
        }
        ending = why;
        if (container != null) {
            stop();
        }
    }

    /** Ends the container after a while, unless it is faster. */
    void endAfter(Duration delay, Ending why) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                Thread.sleep(delay);
                                end(why);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private void stop() {
        if (ending == Ending.HOST_LOST) {
            container.kill();
            return;
        }
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                container.stop(grace);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /** How the attempt ended, now that its container has. */
    synchronized AttemptEnd ended(ContainerExit exit) {
        over = true;
        return switch (ending) {
            case null -> AttemptEnd.exited(exit);
            case TERMINATED -> AttemptEnd.exited(exit);
            case TIMED_OUT -> AttemptEnd.timedOut(exit);
            case RECLAIMED -> AttemptEnd.reclaimed(exit);
            case HOST_LOST -> AttemptEnd.hostLost();
        };
    }
}
