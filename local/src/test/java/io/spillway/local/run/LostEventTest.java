package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.deploy.Clients;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.router.intake.ReconcileMessages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;

class LostEventTest {

    private static final Duration QUIET = Duration.ofSeconds(1);

    @TempDir private Path directory;

    private final RecordingView view = new RecordingView();

    private static void notify(Clients clients, NotificationConfiguration configuration) {
        clients.s3()
                .putBucketNotificationConfiguration(
                        PutBucketNotificationConfigurationRequest.builder()
                                .bucket("small-drop")
                                .notificationConfiguration(configuration)
                                .build());
    }

    @Test
    void anUploadThatNobodyWasToldOfIsDoneAndToldOf() throws Exception {
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: small
                phases:
                  convert: {on: upload, match: {types: [csv]}, stage: convert}
                """);
        Files.createDirectory(directory.resolve("incoming"));
        var options = RunOptions.of(directory).concurrency(4).maxVcpus(2).build();
        try (var run = LocalRun.start(options, view)) {
            var clients = Clients.create();
            notify(clients, NotificationConfiguration.builder().build());
            clients.s3()
                    .putObject(
                            put -> put.bucket("small-drop").key("in/lost +%.csv"),
                            RequestBody.fromString("a,b\n1,2\n"));
            run.untilIdle();
            assertThat(view.events()).isEmpty();

            Thread.sleep(QUIET.plusMillis(500));
            var intake = clients.sqs().getQueueUrl(get -> get.queueName("small-intake"));
            clients.sqs()
                    .sendMessage(
                            send ->
                                    send.queueUrl(intake.queueUrl())
                                            .messageBody(
                                                    ReconcileMessages.start(
                                                            "small-drop", Instant.now(), QUIET)));
            run.untilIdle();

            assertThat(view.events()).extracting(PhaseEvent::status).containsExactly("succeeded");
            assertThat(view.notices())
                    .singleElement()
                    .satisfies(
                            notice -> {
                                assertThat(notice.status()).isEqualTo(Notice.Status.RECOVERED);
                                assertThat(notice.input().key()).isEqualTo("in/lost +%.csv");
                            });
        }
    }
}
