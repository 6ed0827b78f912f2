package io.spillway.router;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.routing.Inspection;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.intake.IntakeParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The steps of a routing decision, as far as they can be taken without an upload: each reads at
 * most, and can be repeated.
 */
final class Practice {

    /** What handles a batch of messages. */
    @FunctionalInterface
    interface Handling {
        void of(List<SQSEvent.SQSMessage> records) throws InterruptedException;
    }

    /** An upload as S3 tells a queue of it. */
    static final String UPLOADED =
            """
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3",
              "eventName": "ObjectCreated:Put",
              "s3": {"bucket": {"name": "practice"},
                     "object": {"key": "a+file%2C1.csv", "size": 1,
                                "eTag": "0cc175b9c0f1b6a831c399e269772661", "sequencer": "0"}}}]}
            """;

    /** A batch with S3's test event, which asks for nothing. */
    static final byte[] BATCH =
            """
            {"Records": [{"messageId": "practice", "receiptHandle": "practice",
              "body": "{\\"Event\\": \\"s3:TestEvent\\", \\"Bucket\\": \\"practice\\"}",
              "attributes": {"ApproximateReceiveCount": "1"}}]}
            """
                    .getBytes(StandardCharsets.UTF_8);

    private final Settings settings;
    private final ObjectStore store;
    private final Handling handling;

    Practice(Settings settings, ObjectStore store, Handling handling) {
        this.settings = settings;
        this.store = store;
        this.handling = handling;
    }

    /**
     * @param clients makes the clients of all services
     */
    List<SnapStart.Step> steps(Runnable clients) {
        return List.of(
                clients::run,
                this::inspect,
                () -> IntakeParser.parse(UPLOADED),
                () -> handling.of(SqsBatches.read(BATCH).getRecords()),
                () -> SqsBatches.write(new SQSBatchResponse(List.of())));
    }

    /** The one object that is there before anything was uploaded is the definition. */
    private void inspect() throws IOException {
        var definition = store.head(settings.definition());
        if (definition.isPresent()) {
            new Inspection(store).of(definition.get().version());
        }
    }
}
