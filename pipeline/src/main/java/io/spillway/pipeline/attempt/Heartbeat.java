package io.spillway.pipeline.attempt;

import java.io.IOException;
import java.time.Duration;

/** Renews a claim while its attempt works. */
final class Heartbeat implements AutoCloseable {

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    /** Renews the claim three times per lease, so that one lost request doesn't lose it. */
    static Heartbeat of(Claim claim, Duration lease, Threads threads) {
        return new Heartbeat(
                Thread.ofVirtual().name("heartbeat").start(() -> beat(claim, lease, threads)));
    }

    private static void beat(Claim claim, Duration lease, Threads threads) {
        while (!claim.isLost()) {
            try {
                threads.sleep(lease.dividedBy(3));
                claim.renew(lease);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // The lease still runs: the next beat tries again, and if none comes through,
                // another
                // host may take over, which costs work but harms nothing.
                continue;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
