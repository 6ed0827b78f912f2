package io.spillway.local.seam;

import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployer;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The stand-ins, started for a test class, with real SDK clients of them. */
final class TwinExtension implements BeforeAllCallback, AfterAllCallback {

    private Path directory;
    private Twin twin;
    private Clients clients;

    Clients clients() {
        return clients;
    }

    /** Messages in a queue, also those that are hidden for now. */
    long messages(String queue) {
        return twin.messages(queue);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("twin");
        var runtime =
                new ProcessRuntime(Map.of(Deployer.RUNNER_IMAGE, List.of("/bin/true")), Map.of());
        twin = Twin.start(directory, Faults.none(), runtime, "job-events");
        Clients.pointTo(twin.endpoints());
        clients = Clients.create();
        clients.sqs().createQueue(create -> create.queueName("job-events"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        twin.close();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
