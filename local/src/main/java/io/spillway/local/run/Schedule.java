package io.spillway.local.run;

import io.spillway.local.deploy.Deployment;
import io.spillway.router.intake.ReconcileMessages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Asks the router at intervals to look for what nobody told it of and for what is stuck, as an
 * EventBridge rule does on AWS.
 */
final class Schedule implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Schedule.class.getName());

    private final SqsClient sqs;
    private final Deployment deployment;
    private final Looks looks;
    private final Clock clock;
    private final Thread thread;

    private Schedule(SqsClient sqs, Deployment deployment, Looks looks, Clock clock) {
        this.sqs = sqs;
        this.deployment = deployment;
        this.looks = looks;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("schedule").unstarted(this::keep);
    }

    static Schedule start(SqsClient sqs, Deployment deployment, Looks looks, Clock clock) {
        var schedule = new Schedule(sqs, deployment, looks, clock);
        schedule.thread.start();
        return schedule;
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(looks.every());
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        var message =
                ReconcileMessages.start(deployment.dropBucket(), clock.instant(), looks.quiet());
        try {
            sqs.sendMessage(
                    send -> send.queueUrl(deployment.intakeQueueUrl()).messageBody(message));
        } catch (SdkException e) {
            LOG.log(
                    Level.INFO,
                    "Lost and stuck work is looked for {0} later than meant: {1}",
                    looks.every(),
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
