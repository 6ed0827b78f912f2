package io.spillway.local.sqs;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Our own SQS. */
class LocalSqsContractTest extends SqsServiceContract {

    private Journal journal;
    private LocalSqs service;
    private SqsClient client;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        journal = Journal.open(directory);
        service = new LocalSqs(journal, Faults.none(), Clock.systemUTC());
        service.start(0);
        client = AwsClients.sqs(service.endpoint());
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        service.close();
        journal.close();
    }

    @Override
    public SqsClient sqs() {
        return client;
    }
}
