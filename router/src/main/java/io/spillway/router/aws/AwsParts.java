package io.spillway.router.aws;

import io.spillway.aws.AwsClients;
import io.spillway.aws.Lazy;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.DeadLetterQueue;
import io.spillway.router.IntakeQueue;
import java.util.function.Supplier;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What the function reaches AWS with. The client of a service is made at the first request to it:
 * most invocations need two of the four.
 */
public final class AwsParts {

    private final Supplier<S3Client> s3 = new Lazy<>(() -> AwsClients.of(S3Client.builder()));
    private final Supplier<SnsClient> sns = new Lazy<>(() -> AwsClients.of(SnsClient.builder()));
    private final Supplier<SqsClient> sqs = new Lazy<>(() -> AwsClients.of(SqsClient.builder()));
    private final Supplier<BatchClient> batch =
            new Lazy<>(() -> AwsClients.ofUnrepeatable(BatchClient.builder()));

    /** Its client is made at once, since no invocation goes without. */
    public ObjectStore store() {
        return new S3ObjectStore(s3.get());
    }

    public Events events(String topicArn) {
        return new SnsEvents(sns, topicArn);
    }

    public IntakeQueue queue(String queueUrl) {
        return new SqsIntakeQueue(sqs, queueUrl);
    }

    public DeadLetterQueue deadLetters(String queueUrl) {
        return new SqsDeadLetterQueue(sqs, queueUrl);
    }

    public Jobs jobs() {
        return new BatchJobs(batch);
    }

    /** Makes all clients now, for a snapshot to hold. */
    public void makeClients() {
        s3.get();
        sns.get();
        sqs.get();
        batch.get();
    }
}
