package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** A kill leaves the journal as it is at that moment; so does a copy of its first lines. */
@Timeout(180)
class ArrayJobRestartTest {

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private int copies;

    private Path killedAfter(List<String> lines, int count) throws IOException {
        var copy = Files.createDirectories(directory.resolve("copy-" + copies++));
        Files.write(copy.resolve("journal.jsonl"), lines.subList(0, count));
        return copy;
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("journal.jsonl"));
    }

    private BatchFixture start(Path in) throws IOException {
        return BatchFixture.in(in).runtime(runtime).start();
    }

    private static String submitArray(BatchFixture batch, int attempts) {
        return batch.submit(
                "array",
                request ->
                        request.arrayProperties(array -> array.size(2))
                                .retryStrategy(retry -> retry.attempts(attempts)));
    }

    @Test
    void finishesEveryChildWhereverItWasKilled() throws Exception {
        String id;
        try (var first =
                BatchFixture.in(directory).runtime(ScriptedRuntime.instant()).start().withQueue()) {
            id = submitArray(first, 10);
            first.awaitIdle();
        }
        var lines = lines();
        var submitted = lines.indexOf(lines.stream().filter(l -> l.contains(id)).findFirst().get());

        for (int count = submitted + 1; count <= lines.size(); count++) {
            var instant = ScriptedRuntime.instant();
            try (var again = BatchFixture.in(killedAfter(lines, count)).runtime(instant).start()) {
                again.awaitIdle();

                assertThat(again.job(id).status())
                        .as("after %d of %d lines", count, lines.size())
                        .isEqualTo(JobStatus.SUCCEEDED);
                assertThat(again.job(id).arrayProperties().statusSummary())
                        .containsEntry("SUCCEEDED", 2);
            }
        }
        assertThat(lines.size() - submitted)
                .as("a submission, and two lines for each change")
                .isEqualTo(1 + 2 * (2 + 2 * 4));
    }

    @Test
    void givesUpTheAttemptsOfAFormerLife() throws Exception {
        try (var first = start(directory).withQueue()) {
            var id = submitArray(first, 2);
            runtime.next();
            runtime.next();
            first.await(id + ":0", JobStatus.RUNNING);
            first.await(id + ":1", JobStatus.RUNNING);
            var lines = lines();

            try (var second = start(killedAfter(lines, lines.size()))) {
                assertThat(runtime.killed)
                        .extracting(ContainerRuntime.Remains::jobId)
                        .containsExactlyInAnyOrder(id + ":0", id + ":1");
                runtime.next().exit(0);
                runtime.next().exit(0);
                second.await(id, JobStatus.SUCCEEDED);
                assertThat(second.job(id + ":1").attempts()).hasSize(2);
            }
        }
    }

    @Test
    void goesOnTerminatingChildrenAfterAKill() throws Exception {
        String id;
        try (var first = start(directory).withQueue()) {
            id = submitArray(first, 3);
            runtime.next();
            runtime.next();
            first.await(id + ":1", JobStatus.RUNNING);
            first.client.terminateJob(request -> request.jobId(id).reason("Not wanted"));
            first.await(id, JobStatus.FAILED);
        }
        var lines = lines();
        var asked = lines.stream().filter(line -> line.contains("Not wanted")).findFirst().get();

        try (var again = start(killedAfter(lines, lines.indexOf(asked) + 1))) {
            assertThat(again.await(id, JobStatus.FAILED).statusReason()).isEqualTo("Not wanted");
            assertThat(again.job(id).arrayProperties().statusSummary()).containsEntry("FAILED", 2);
        }
    }

    @Test
    void keepsWhatItKnowsOfChildrenWhenTheJournalIsCompacted() throws Exception {
        JobDetail parent;
        JobDetail child;
        try (var first = start(directory).withQueue()) {
            var id = submitArray(first, 1);
            runtime.next().exit(3);
            runtime.next().exit(3);
            parent = first.await(id, JobStatus.FAILED);
            child = first.job(id + ":1");
            first.awaitIdle();
        }
        try (var journal = Journal.open(directory);
                var service =
                        new LocalBatch(
                                directory,
                                journal,
                                Faults.none(),
                                new TestClock(),
                                runtime,
                                _ -> {})) {
            journal.replay(Map.of("batch", service));
            journal.compact(List.of(service));
        }

        try (var second = start(directory)) {
            assertThat(second.job(parent.jobId())).isEqualTo(parent);
            assertThat(second.job(child.jobId())).isEqualTo(child);
            var next = second.submit("next");
            assertThat(runtime.next().spec.name()).isEqualTo(next + "-1");
        }
    }
}
