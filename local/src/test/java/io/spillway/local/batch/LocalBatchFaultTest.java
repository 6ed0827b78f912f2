package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;

@Timeout(180)
class LocalBatchFaultTest {

    private static final List<String> WAY = List.of("RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private final TestClock clock = new TestClock();
    private BatchFixture batch;

    private BatchFixture always(FaultKind kind) throws IOException {
        batch =
                BatchFixture.in(directory)
                        .runtime(runtime)
                        .clock(clock)
                        .faults(Faults.seeded(1, Map.of(kind, 1.0)))
                        .start()
                        .withQueue();
        return batch;
    }

    @AfterEach
    void stop() throws IOException {
        batch.close();
    }

    private List<JobSummary> jobs() {
        var all = KeyValuesPair.builder().name("JOB_NAME").values("*").build();
        return batch.client
                .listJobs(request -> request.jobQueue("jobs").filters(all))
                .jobSummaryList();
    }

    @Test
    void deliversEventsTwice() throws Exception {
        var id = always(FaultKind.DUPLICATE).submit("twice");
        runtime.next().exit(0);
        batch.awaitIdle();

        assertThat(batch.statuses(id))
                .containsExactly(
                        "RUNNABLE",
                        "RUNNABLE",
                        "STARTING",
                        "STARTING",
                        "RUNNING",
                        "RUNNING",
                        "SUCCEEDED",
                        "SUCCEEDED");
        assertThat(batch.events.get(6)).isEqualTo(batch.events.get(7));
    }

    @Test
    void deliversEventsLateAndOutOfOrder() throws Exception {
        var id = always(FaultKind.DELAY).submit("late");
        runtime.next().exit(0);
        batch.await(id, JobStatus.SUCCEEDED);
        batch.awaitIdle();

        assertThat(batch.statuses(id)).containsExactlyInAnyOrderElementsOf(WAY).isNotEqualTo(WAY);
    }

    @Test
    void refusesASubmitBeforeItHasAnyEffect() throws Exception {
        always(FaultKind.THROTTLE);

        assertThatThrownBy(() -> batch.submit("throttled"))
                .isInstanceOfSatisfying(
                        BatchException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(429);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("TooManyRequestsException");
                        });
        assertThat(jobs()).isEmpty();
    }

    @Test
    void losesTheAnswerOfASubmitThatTookEffect() throws Exception {
        always(FaultKind.LOST_RESPONSE);

        assertThatThrownBy(() -> batch.submit("lost")).isInstanceOf(SdkClientException.class);

        assertThat(jobs()).as("one job per try of the client").hasSizeGreaterThan(1);
        assertThat(jobs()).extracting(JobSummary::jobName).containsOnly("lost");
    }

    @Test
    void killsARunningJob() throws Exception {
        var id = always(FaultKind.KILLED_JOB).submit("killed");
        var container = runtime.next();

        var job = batch.await(id, JobStatus.FAILED);

        assertThat(container.signals).containsExactly("KILL");
        assertThat(job.statusReason())
                .isEqualTo("Host EC2 (instance i-0123456789abcdef0) terminated.");
        assertThat(job.attempts().getFirst().container().exitCode()).isNull();
    }

    @Test
    void asksAJobToStopWhoseHostIsWantedBack() throws Exception {
        var id = always(FaultKind.RECLAIMED_JOB).submit("reclaimed");
        var container = runtime.next();

        var job = batch.await(id, JobStatus.FAILED);

        assertThat(container.signals).containsExactly("TERM, KILL after 30 s");
        assertThat(job.statusReason()).isEqualTo("Your Spot Task was interrupted.");
        assertThat(job.attempts().getFirst().container().exitCode()).isEqualTo(143);
    }

    @Test
    void letsAJobWaitThoughThereIsRoom() throws Exception {
        var id = always(FaultKind.STARVED_QUEUE).submit("starved");
        var job = batch.await(id, JobStatus.RUNNABLE);

        assertThat(job.statusReason()).startsWith("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - ");
        assertThat(runtime.hasStartedAnother()).isFalse();

        clock.advance(Duration.ofSeconds(10));
        runtime.next().exit(0);
        assertThat(batch.await(id, JobStatus.SUCCEEDED).statusReason())
                .isEqualTo("Essential container in task exited");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void finishesEveryJobWhateverHappens(long seed) throws Exception {
        var rates = new EnumMap<FaultKind, Double>(FaultKind.class);
        for (var kind : FaultKind.values()) {
            rates.put(kind, 0.2);
        }
        batch =
                BatchFixture.in(directory)
                        .runtime(ScriptedRuntime.instant())
                        .clock(clock)
                        .faults(Faults.seeded(seed, rates))
                        .start()
                        .withQueue();
        for (var index = 0; index < 20; index++) {
            submitAsOftenAsItTakes("job-" + index);
        }
        Waiting.until(
                BatchFixture.LONG,
                () -> {
                    clock.advance(Duration.ofSeconds(1));
                    return batch.service.isIdle();
                },
                () -> "end of " + jobs());

        assertThat(jobs()).hasSizeGreaterThanOrEqualTo(20);
        for (var job : jobs()) {
            assertThat(batch.statuses(job.jobId())).contains(job.statusAsString());
            assertThat(job.status()).isIn(JobStatus.SUCCEEDED, JobStatus.FAILED);
        }
    }

    private void submitAsOftenAsItTakes(String name) {
        for (var tries = 0; tries < 20; tries++) {
            try {
                batch.submit(name);
                return;
            } catch (BatchException | SdkClientException e) {
                assertThat(e)
                        .as("only what the faults explain")
                        .isNotInstanceOf(ClientException.class);
            }
        }
    }
}
