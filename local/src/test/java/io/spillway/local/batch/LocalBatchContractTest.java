package io.spillway.local.batch;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.BatchClient;

class LocalBatchContractTest extends BatchServiceContract {

    @TempDir private Path directory;
    private Journal journal;
    private LocalBatch service;
    private BatchClient client;

    @Override
    void prepare() {
        try {
            journal = Journal.open(directory);
            var runtime = new ProcessRuntime(Map.of(IMAGE, List.of("true")), Map.of());
            service =
                    new LocalBatch(
                            directory, journal, Faults.none(), Clock.systemUTC(), runtime, _ -> {});
            service.start(0);
            client = BatchClients.at(service.endpoint());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        service.close();
        journal.close();
    }

    @Override
    BatchClient batch() {
        return client;
    }
}
