package io.spillway.local.sns;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.local.sqs.AwsClients;
import io.spillway.local.sqs.LocalSqs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Our own SNS, with our own SQS. */
class LocalSnsContractTest extends SnsServiceContract {

    private Journal journal;
    private LocalSqs queues;
    private LocalSns topics;
    private SqsClient sqs;
    private SnsClient sns;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        journal = Journal.open(directory);
        queues = new LocalSqs(journal, Faults.none(), Clock.systemUTC());
        topics = new LocalSns(journal, Faults.none(), Clock.systemUTC(), queues);
        queues.start(0);
        topics.start(0);
        sqs = AwsClients.sqs(queues.endpoint());
        sns = AwsClients.sns(topics.endpoint());
    }

    @AfterAll
    void stop() throws IOException {
        sns.close();
        sqs.close();
        topics.close();
        queues.close();
        journal.close();
    }

    @Override
    public SnsClient sns() {
        return sns;
    }

    @Override
    public SqsClient sqs() {
        return sqs;
    }
}
