package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.IntakeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PracticeTest {

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final List<SQSEvent.SQSMessage> handled = new ArrayList<>();
    private final AtomicInteger clientsMade = new AtomicInteger();

    private List<SnapStart.Step> steps() {
        var settings =
                Settings.of(
                        Map.of(
                                "SPILLWAY_DEFINITION", "s3://work/definition.json",
                                "SPILLWAY_OUTPUT_BUCKET", "output",
                                "SPILLWAY_WORK_BUCKET", "work",
                                "SPILLWAY_PHASES_TOPIC", "topic",
                                "SPILLWAY_INTAKE_QUEUE", "queue",
                                "SPILLWAY_SUBMISSIONS_QUEUE", "submissions",
                                "SPILLWAY_JOB_QUEUE", "jobs",
                                "SPILLWAY_JOB_DEFINITION_PREFIX", "p-",
                                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"));
        return new Practice(settings, store, handled::addAll).steps(clientsMade::incrementAndGet);
    }

    @Test
    void everyStepSucceedsAsOftenAsItIsTaken() throws Exception {
        store.put(new ObjectLocation("work", "definition.json"), "{}".getBytes(UTF_8));

        for (int round = 0; round < 2; round++) {
            for (var step : steps()) {
                step.run();
            }
        }

        assertThat(clientsMade).hasValue(2);
        assertThat(handled).hasSize(2);
    }

    @Test
    void noStepNeedsTheDefinitionToBeThere() throws Exception {
        for (var step : steps()) {
            step.run();
        }

        assertThat(handled).hasSize(1);
    }

    @Test
    void theMessagesAreUnderstoodAndTheBatchAsksForNothing() {
        assertThat(IntakeParser.parse(Practice.UPLOADED))
                .isInstanceOf(IntakeMessage.Uploaded.class);
        assertThat(SqsBatches.read(Practice.BATCH).getRecords())
                .extracting(record -> IntakeParser.parse(record.getBody()))
                .hasOnlyElementsOfType(IntakeMessage.Nothing.class);
    }
}
