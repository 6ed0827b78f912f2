package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.local.sqs.AwsClients;
import io.spillway.local.sqs.LocalSqs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A running SNS with its SQS, a topic, a queue and a queue for dead letters, that can be killed and
 * started again. The journal is all that a kill leaves, and every change is in it at once.
 */
abstract class LocalSnsFixture {

    static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:topic";
    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:queue";

    /** Where the subscriptions of these tests leave what can't be delivered. */
    static final String REDRIVE =
            "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\"}";

    @TempDir Path directory;

    Journal journal;
    LocalSqs queues;
    LocalSns topics;
    SqsClient sqs;
    SnsClient sns;

    @BeforeEach
    void start() throws IOException {
        start(Faults.none());
        sqs.createQueue(create -> create.queueName("queue"));
        sqs.createQueue(create -> create.queueName("dead"));
        sns.createTopic(create -> create.name("topic"));
    }

    final void start(Faults faults) throws IOException {
        open(faults);
        queues.start(0);
        topics.start(0);
        sqs = AwsClients.sqs(queues.endpoint());
        sns = AwsClients.sns(topics.endpoint());
    }

    final void open(Faults faults) throws IOException {
        journal = Journal.open(directory);
        queues = new LocalSqs(journal, Faults.none(), Clock.systemUTC());
        topics = new LocalSns(journal, faults, Clock.systemUTC(), queues);
        journal.replay(Map.of(queues.journalName(), queues, topics.journalName(), topics));
    }

    @AfterEach
    void stop() throws IOException {
        sns.close();
        sqs.close();
        topics.close();
        queues.close();
        journal.close();
    }

    final void killCompactAndStart() throws IOException {
        stop();
        open(Faults.none());
        journal.compact(List.of(queues, topics));
        topics.close();
        journal.close();
        start(Faults.none());
    }

    final String subscribe(String protocol, String endpoint, Map<String, String> attributes) {
        return sns.subscribe(
                        s ->
                                s.topicArn(TOPIC)
                                        .protocol(protocol)
                                        .endpoint(endpoint)
                                        .attributes(attributes)
                                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    final int visible(String queue) {
        return queues.depth(queue).visible();
    }
}
