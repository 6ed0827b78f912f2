package io.spillway.local.batch;

import static io.spillway.local.batch.BatchFixture.size;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** A job queue's {@code jobStateTimeLimitActions}. */
@Timeout(180)
class TimeLimitTest {

    private static final String TOO_LARGE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
    private static final String NO_CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private final TestClock clock = new TestClock();
    private BatchFixture batch;

    @AfterEach
    void stop() throws IOException {
        if (batch != null) {
            batch.close();
        }
    }

    private void start(BatchLimits limits, Faults faults) throws IOException {
        batch =
                BatchFixture.in(directory)
                        .runtime(runtime)
                        .clock(clock)
                        .limits(limits)
                        .faults(faults)
                        .start()
                        .withQueue();
    }

    private void limit(String reason, String action, int seconds) {
        batch.client.updateJobQueue(
                update ->
                        update.jobQueue("jobs")
                                .jobStateTimeLimitActions(
                                        JobStateTimeLimitAction.builder()
                                                .reason(reason)
                                                .state("RUNNABLE")
                                                .action(action)
                                                .maxTimeSeconds(seconds)
                                                .build()));
    }

    private String submitHuge(int children) {
        return batch.submit(
                "huge",
                request ->
                        request.arrayProperties(array -> array.size(children))
                                .containerOverrides(
                                        overrides ->
                                                overrides.resourceRequirements(size("4", "8192"))));
    }

    private void awaitReason(String id, String start) {
        Waiting.until(
                BatchFixture.LONG,
                () -> {
                    var reason = batch.job(id).statusReason();
                    return reason != null && reason.startsWith(start);
                },
                () -> start + " of " + batch.job(id));
    }

    @ParameterizedTest
    @CsvSource({"599", "86401", "0"})
    void refusesTimesThatAwsRefuses(int seconds) throws Exception {
        start(BatchLimits.UNTHROTTLED, Faults.none());

        assertThatThrownBy(() -> limit(TOO_LARGE, "CANCEL", seconds))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("maxTimeSeconds %d: must be 600 to 86400.", seconds);
    }

    @Test
    void takesShorterTimesWhereThatWasAskedFor() throws Exception {
        start(BatchLimits.UNTHROTTLED.withShortestTimeLimit(Duration.ofSeconds(1)), Faults.none());

        assertThatCode(() -> limit(TOO_LARGE, "CANCEL", 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit(TOO_LARGE, "CANCEL", 0))
                .hasMessageContaining("must be 1 to 86400.");
    }

    @Test
    void refusesToTerminateAsAwsDoesOnFargate() throws Exception {
        start(BatchLimits.UNTHROTTLED, Faults.none());

        assertThatThrownBy(() -> limit(TOO_LARGE, "TERMINATE", 600))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("must be RUNNABLE and CANCEL.");
    }

    @Test
    void cancelsTheHeadForWhichThereIsNoCapacity() throws Exception {
        var starving = Faults.seeded(1, Map.of(FaultKind.STARVED_QUEUE, 1.0));
        start(BatchLimits.UNTHROTTLED.withShortestTimeLimit(Duration.ofSeconds(1)), starving);
        limit(NO_CAPACITY, "CANCEL", 1);
        var id = batch.submit("starved");
        awaitReason(id, NO_CAPACITY + " - ");

        clock.advance(Duration.ofSeconds(1));

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .isEqualTo("Canceled by JobStateTimeLimit action due to reason: " + NO_CAPACITY);
        assertThat(runtime.hasStartedAnother()).isFalse();
    }

    @Test
    void doesNotCancelForAnotherReason() throws Exception {
        start(BatchLimits.UNTHROTTLED, Faults.none());
        limit(NO_CAPACITY, "CANCEL", 600);
        var id = submitHuge(2);
        awaitReason(id + ":0", TOO_LARGE);

        clock.advance(Duration.ofHours(24));
        batch.submit("behind");

        assertThat(batch.job(id + ":0").status()).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void failsAnArrayJobWhoseChildrenCanNeverBePlaced() throws Exception {
        start(BatchLimits.UNTHROTTLED.withShortestTimeLimit(Duration.ofSeconds(1)), Faults.none());
        limit(TOO_LARGE, "CANCEL", 1);
        var id = submitHuge(2);
        for (var child : new String[] {id + ":0", id + ":1"}) {
            awaitReason(child, TOO_LARGE + " - ");
            clock.advance(Duration.ofSeconds(1));
            assertThat(batch.await(child, JobStatus.FAILED).statusReason())
                    .isEqualTo("Canceled by JobStateTimeLimit action due to reason: " + TOO_LARGE);
        }

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .isEqualTo("Array Child Job failed");
    }
}
