package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A kill leaves the journal as it is at that moment; so does a copy of it. */
@Timeout(180)
class LocalBatchRestartTest {

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private int copies;

    private Path journal(Path of) {
        return of.resolve("journal.jsonl");
    }

    /** The first lines of the journal, as a kill would have left them. */
    private Path killedAfter(List<String> lines, int count) throws IOException {
        var copy = Files.createDirectories(directory.resolve("copy-" + copies++));
        Files.write(journal(copy), lines.subList(0, count));
        return copy;
    }

    private Path killedNow(Path of) throws IOException {
        var lines = Files.readAllLines(journal(of));
        return killedAfter(lines, lines.size());
    }

    private BatchFixture start(Path in) throws IOException {
        return BatchFixture.in(in).runtime(runtime).start();
    }

    @Test
    void givesUpAnAttemptOfAFormerLife() throws Exception {
        try (var first = start(directory).withQueue()) {
            var id = first.submit("lost", request -> request.retryStrategy(r -> r.attempts(2)));
            var container = runtime.next();
            first.await(id, JobStatus.RUNNING);

            try (var second = start(killedNow(directory))) {
                assertThat(runtime.killed)
                        .containsExactly(
                                new ContainerRuntime.Remains(
                                        id,
                                        OptionalLong.of(container.processId()),
                                        Optional.of(Instant.EPOCH)));
                var retried = runtime.next();
                assertThat(retried.spec.name()).isEqualTo(id + "-2");
                retried.exit(0);
                var job = second.await(id, JobStatus.SUCCEEDED);
                assertThat(job.attempts())
                        .extracting(AttemptDetail::statusReason)
                        .containsExactly(
                                "Host EC2 (instance i-0123456789abcdef0) terminated.",
                                "Essential container in task exited");
            }
        }
    }

    @Test
    void failsAJobWithoutAttemptsLeft() throws Exception {
        try (var first = start(directory).withQueue()) {
            var id = first.submit("lost");
            runtime.next();
            first.await(id, JobStatus.RUNNING);

            try (var second = start(killedNow(directory))) {
                var job = second.await(id, JobStatus.FAILED);
                assertThat(job.statusReason())
                        .isEqualTo("Host EC2 (instance i-0123456789abcdef0) terminated.");
                second.awaitIdle();
                assertThat(second.statuses(id)).endsWith("FAILED");
            }
        }
    }

    @Test
    void treatsACloseLikeAKill() throws Exception {
        String id;
        try (var first = start(directory).withQueue()) {
            id = first.submit("closed", request -> request.retryStrategy(r -> r.attempts(2)));
            var container = runtime.next();
            first.await(id, JobStatus.RUNNING);
            first.service.close();
            assertThat(container.signals).containsExactly("KILL");
        }

        try (var second = start(directory)) {
            runtime.next().exit(0);
            assertThat(second.await(id, JobStatus.SUCCEEDED).attempts()).hasSize(2);
        }
    }

    /** Each job fills the whole environment, so that they start one after the other. */
    @Test
    void keepsTheOrderOfAQueue() throws Exception {
        try (var first = start(directory).withQueue()) {
            Consumer<SubmitJobRequest.Builder> large =
                    request ->
                            request.containerOverrides(
                                    overrides ->
                                            overrides.resourceRequirements(
                                                    BatchFixture.size("2", "4096")));
            first.submit("running", large);
            runtime.next();
            var second = first.submit("second", large);
            var third = first.submit("third", large);
            first.await(third, JobStatus.RUNNABLE);

            try (var _ = start(killedNow(directory))) {
                var started = runtime.next();
                assertThat(started.spec.name()).isEqualTo(second + "-1");
                started.exit(0);
                assertThat(runtime.next().spec.name()).isEqualTo(third + "-1");
            }
        }
    }

    @Test
    void finishesEveryJobWhereverItWasKilled() throws Exception {
        var id = finishedJobWithOneRetry();
        var lines = Files.readAllLines(journal(directory));
        var submitted = lines.indexOf(lines.stream().filter(l -> l.contains(id)).findFirst().get());

        for (int count = submitted + 1; count <= lines.size(); count++) {
            var instant = ScriptedRuntime.instant();
            var copy = killedAfter(lines, count);
            try (var again = BatchFixture.in(copy).runtime(instant).start()) {
                again.awaitIdle();

                assertThat(again.job(id).status())
                        .as("after %d of %d lines", count, lines.size())
                        .isEqualTo(JobStatus.SUCCEEDED);
                assertThat(again.statuses(id).contains("SUCCEEDED") || count == lines.size())
                        .as("a last event after %d of %d lines", count, lines.size())
                        .isTrue();
            }
        }
        assertThat(lines.size() - submitted).isEqualTo(1 + 7 + 7);
    }

    private String finishedJobWithOneRetry() throws Exception {
        try (var first = start(directory).withQueue()) {
            var id = first.submit("job", request -> request.retryStrategy(r -> r.attempts(10)));
            runtime.next().exit(1);
            runtime.next().exit(0);
            first.awaitIdle();
            return id;
        }
    }

    @Test
    void doesNotRetryATerminatedJobThatWasKilledBeforeItStopped() throws Exception {
        String id;
        try (var first = start(directory).withQueue()) {
            id = first.submit("unwanted", request -> request.retryStrategy(r -> r.attempts(10)));
            runtime.next();
            first.await(id, JobStatus.RUNNING);
            first.client.terminateJob(request -> request.jobId(id).reason("Not wanted"));
            first.await(id, JobStatus.FAILED);
        }
        var lines = Files.readAllLines(journal(directory));
        var asked = lines.stream().filter(line -> line.contains("Not wanted")).findFirst().get();

        try (var again = start(killedAfter(lines, lines.indexOf(asked) + 1))) {
            var job = again.await(id, JobStatus.FAILED);
            assertThat(job.statusReason()).isEqualTo("Not wanted");
            assertThat(job.attempts()).hasSize(1);
        }
    }

    @Test
    void deliversEventsThatWereNotDelivered() throws Exception {
        String id;
        JobEvents deaf =
                _ -> {
                    throw new IOException("Nobody listens.");
                };
        try (var first =
                BatchFixture.in(directory).runtime(runtime).listener(deaf).start().withQueue()) {
            id = first.submit("unheard");
            runtime.next().exit(0);
            first.await(id, JobStatus.SUCCEEDED);
            assertThat(first.service.isIdle()).isFalse();
        }

        try (var second = start(directory)) {
            second.awaitIdle();
            assertThat(second.statuses(id))
                    .containsExactly("RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
        }
    }

    @Test
    void keepsAllItKnowsWhenTheJournalIsCompacted() throws Exception {
        JobDetail job;
        try (var first = start(directory).withQueue()) {
            first.register("unpack", "spillway/unpack:2", _ -> {});
            var id = first.submit("kept", request -> request.tags(Map.of("a", "1")));
            runtime.next().exit(3);
            job = first.await(id, JobStatus.FAILED);
            first.awaitIdle();
        }
        compact(new TestClock());

        try (var second = start(directory)) {
            assertThat(second.job(job.jobId())).isEqualTo(job);
            second.register("unpack", "spillway/unpack:3", _ -> {});
            var next = second.submit("next");
            assertThat(second.job(next).jobDefinition()).endsWith("unpack:3");
            assertThat(runtime.next().spec.image()).isEqualTo("spillway/unpack:3");
        }
    }

    @Test
    void forgetsAJobSevenDaysAfterItsEnd() throws Exception {
        var clock = new TestClock();
        String id;
        try (var first =
                BatchFixture.in(directory).runtime(runtime).clock(clock).start().withQueue()) {
            id = first.submit("old");
            runtime.next().exit(0);
            first.awaitIdle();
        }
        clock.advance(Duration.ofDays(7).plusMillis(1));
        compact(clock);

        try (var second = start(directory)) {
            assertThat(second.client.describeJobs(request -> request.jobs(id)).jobs()).isEmpty();
        }
    }

    private void compact(TestClock clock) throws IOException {
        try (var journal = Journal.open(directory);
                var service =
                        new LocalBatch(
                                directory, journal, Faults.none(), clock, runtime, _ -> {})) {
            journal.replay(Map.of("batch", service));
            var before = journal.size();
            journal.compact(List.of(service));
            assertThat(journal.size()).isLessThan(before);
        }
    }

    @Test
    void keepsDisabledAndDeletedQueues() throws Exception {
        try (var first = start(directory).withQueue()) {
            first.client.updateJobQueue(request -> request.jobQueue("jobs").state("DISABLED"));
        }
        try (var second = start(directory)) {
            assertThatThrownBy(() -> second.submit("refused")).isInstanceOf(ClientException.class);
            second.client.deleteJobQueue(request -> request.jobQueue("jobs"));
        }
        try (var third = start(directory)) {
            assertThat(third.client.describeJobQueues(_ -> {}).jobQueues()).isEmpty();
        }
    }
}
