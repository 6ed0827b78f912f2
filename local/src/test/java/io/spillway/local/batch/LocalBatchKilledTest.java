package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A whole program with a local AWS Batch in it is killed while a job's process runs. */
@Timeout(180)
class LocalBatchKilledTest {

    private static final ProcessRuntime RUNTIME =
            new ProcessRuntime(
                    Map.of(
                            "spillway/unpack:1",
                            List.of("/bin/sh", "-c", "sleep 300 & echo ready; sleep 300")),
                    Map.of());

    @TempDir private Path directory;

    /** The program that gets killed. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws Exception {
            var directory = Path.of(args[0]);
            var journal = Journal.open(directory);
            var service =
                    new LocalBatch(
                            directory, journal, Faults.none(), Clock.systemUTC(), RUNTIME, _ -> {});
            journal.replay(Map.of("batch", service));
            service.start(0);
            new CountDownLatch(1).await();
        }
    }

    private String submitWithoutRunning(Consumer<SubmitJobRequest.Builder> more)
            throws IOException {
        String id;
        try (var batch = BatchFixture.in(directory).start().withQueue()) {
            id = batch.submit("orphan", more);
        }
        var file = directory.resolve("journal.jsonl");
        var lines = Files.readAllLines(file);
        var submitted = lines.stream().filter(line -> line.contains(id)).findFirst().orElseThrow();
        Files.write(file, lines.subList(0, lines.indexOf(submitted) + 1));
        return id;
    }

    private static long processesOf(String jobId) {
        return ChildProcess.marked(jobId).count();
    }

    /** Runs the program until the jobs' processes run, and kills it. */
    private void runAndKill(List<String> jobIds) throws Exception {
        var program =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("program.log").toFile())
                        .start();
        try {
            Waiting.until(
                    Duration.ofSeconds(30),
                    () -> jobIds.stream().allMatch(id -> processesOf(id) == 3),
                    () -> "processes of the jobs " + jobIds);
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertThat(jobIds).allMatch(id -> processesOf(id) == 3);
    }

    @Test
    void killsTheOrphansOfAKilledProgram() throws Exception {
        var id = submitWithoutRunning(_ -> {});
        runAndKill(List.of(id));

        try (var batch = BatchFixture.in(directory).runtime(RUNTIME).start()) {
            assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                    .isEqualTo("Host EC2 (instance i-0123456789abcdef0) terminated.");
            assertThat(processesOf(id)).isZero();
            assertThat(batch.service.lastLogLines(id, 1, 5)).containsExactly("ready");
        } finally {
            ChildProcess.killMarked(id);
        }
    }

    @Test
    void killsTheOrphansOfAllChildrenOfAnArrayJob() throws Exception {
        var id = submitWithoutRunning(request -> request.arrayProperties(array -> array.size(2)));
        var children = List.of(id + ":0", id + ":1");
        runAndKill(children);

        try (var batch = BatchFixture.in(directory).runtime(RUNTIME).start()) {
            assertThat(batch.await(id, JobStatus.FAILED).arrayProperties().statusSummary())
                    .containsEntry("FAILED", 2);
            for (var child : children) {
                assertThat(batch.job(child).statusReason())
                        .isEqualTo("Host EC2 (instance i-0123456789abcdef0) terminated.");
                assertThat(processesOf(child)).isZero();
                assertThat(batch.service.lastLogLines(child, 1, 5)).containsExactly("ready");
            }
        } finally {
            children.forEach(ChildProcess::killMarked);
        }
    }
}
