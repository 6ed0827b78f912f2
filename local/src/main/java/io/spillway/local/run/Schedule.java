package io.spillway.local.run;

import io.spillway.local.deploy.Deployment;
import io.spillway.router.intake.ReconcileMessages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Asks the router at intervals to look for uploads whose event was lost, as an EventBridge rule
 * does on AWS.
 */
final class Schedule implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Schedule.class.getName());

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Here an event takes milliseconds, and a few seconds where it is delayed on purpose. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final SqsClient sqs;
    private final Deployment deployment;
    private final Clock clock;
    private final Thread thread;

    private Schedule(SqsClient sqs, Deployment deployment, Clock clock) {
        this.sqs = sqs;
        this.deployment = deployment;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("schedule").unstarted(this::keep);
    }

    static Schedule start(SqsClient sqs, Deployment deployment, Clock clock) {
        var schedule = new Schedule(sqs, deployment, clock);
        schedule.thread.start();
        return schedule;
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        var message = ReconcileMessages.start(deployment.dropBucket(), clock.instant(), QUIET);
        try {
            sqs.sendMessage(
                    send -> send.queueUrl(deployment.intakeQueueUrl()).messageBody(message));
        } catch (SdkException e) {
            LOG.log(
                    Level.INFO,
                    "Lost uploads are looked for a minute later than meant: {0}",
                    e.getMessage());
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
