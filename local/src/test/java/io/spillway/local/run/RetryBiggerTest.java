package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.aws.S3ObjectStore;
import io.spillway.local.deploy.Clients;
import io.spillway.local.view.RunReport;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.ResourceType;

/**
 * Programs that ask for a larger job, through the whole pipeline. Theirs looks at the heap of the
 * job that runs it, a quarter of its memory: 128 MiB where that is 512 MiB.
 */
@EnabledOnOs(OS.LINUX)
class RetryBiggerTest {

    private static final String DEFINITION =
            """
            pipeline: growing
            phases:
              measure:
                on: upload
                match: {keys: "incoming/by *"}
                stage:
                  legacy: &measure
                    command: [sh, "{app}/measure.sh", "{input}", "{outputs}"]
                    exit: {12: retry-bigger}
                    log: [{line: "java.lang.OutOfMemoryError", means: retry-bigger}]
                batch: {vcpu: 0.25, memory: 512 MiB}
              insatiable:
                on: upload
                match: {keys: "incoming/insatiable"}
                stage: {legacy: *measure}
                batch: {vcpu: 8, memory: 60 GiB}
            """;

    /** Its input says how it complains, and below how many MiB. */
    private static final String MEASURE =
            """
            read how needs < "$1"
            has=$(tr '\\0' '\\n' < /proc/$PPID/cmdline | sed -n 's/^-Xmx\\([0-9]*\\)m$/\\1/p')
            echo "$has" > "$2/measured"
            [ "$has" -ge "$needs" ] && { sleep 2; exit 0; }
            [ "$how" = status ] && exit 12
            echo 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space' >&2
            exit 1
            """;

    @TempDir static Path directory;

    private static final RecordingView VIEW = new RecordingView();
    private static LocalRun run;
    private static RunReport report;
    private static Clients clients;

    @BeforeAll
    static void runThem() throws Exception {
        Files.writeString(directory.resolve("pipeline.yaml"), DEFINITION);
        Files.writeString(
                Files.createDirectory(directory.resolve("app")).resolve("measure.sh"), MEASURE);
        var incoming = Files.createDirectory(directory.resolve("incoming"));
        Files.writeString(incoming.resolve("by status"), "status 200\n");
        Files.writeString(incoming.resolve("by line"), "line 200\n");
        Files.writeString(incoming.resolve("insatiable"), "status 1000000\n");
        var options = RunOptions.of(directory).folder(incoming).concurrency(4).maxVcpus(16).build();
        run = LocalRun.start(options, VIEW);
        run.untilIdle();
        report = run.report();
        clients = Clients.create();
    }

    @AfterAll
    static void stop() throws IOException {
        run.close();
    }

    private static Entry end(String name) {
        return report.ends().stream()
                .filter(entry -> entry.item().upload().object().key().equals("incoming/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<State> history(String name) throws IOException {
        var store = new S3ObjectStore(clients.s3());
        return new ObjectLedger(store, "growing-work", Places.LEDGER_PREFIX)
                .history(end(name).item().id()).stream().map(Entry::state);
    }

    /** The memory of each job that did the work, in MiB, in the order they were submitted. */
    private static List<String> sizes(String name) throws IOException {
        return history(name)
                .filter(State.Submitted.class::isInstance)
                .map(state -> ((State.Submitted) state).jobId())
                .map(id -> clients.batch().describeJobs(jobs -> jobs.jobs(id)).jobs().getFirst())
                .map(RetryBiggerTest::memory)
                .toList();
    }

    private static String memory(JobDetail job) {
        return job
                .ecsProperties()
                .taskProperties()
                .getFirst()
                .containers()
                .getFirst()
                .resourceRequirements()
                .stream()
                .filter(requirement -> requirement.type() == ResourceType.MEMORY)
                .map(requirement -> requirement.value())
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> requeuedTo(String name) throws IOException {
        return history(name)
                .filter(State.Requeued.class::isInstance)
                .map(state -> ((State.Requeued) state).tier())
                .toList();
    }

    private static List<PhaseEvent> terminalEvents(String name) {
        return VIEW.events().stream()
                .filter(event -> event.item().id().equals(end(name).item().id()))
                .filter(event -> event.happening().isTerminal())
                .toList();
    }

    private static Path output(String name) {
        return report.outputs().resolve("measure/incoming/" + name + "/measured");
    }

    @Test
    void goesOnInTheNextSizeWhereTheExitStatusAsksForIt() throws IOException {
        assertThat(output("by status")).hasContent("256");
        assertThat(sizes("by status")).containsExactly("512", "1024");
        assertThat(requeuedTo("by status")).containsExactly(2);
        assertThat(end("by status").attempts()).isEqualTo(2);
        assertThat(terminalEvents("by status")).hasSize(1);
    }

    @Test
    void goesOnInTheNextSizeWhereAPrintedLineAsksForIt() throws IOException {
        assertThat(output("by line")).hasContent("256");
        assertThat(sizes("by line")).containsExactly("512", "1024");
        assertThat(requeuedTo("by line")).containsExactly(2);
        assertThat(terminalEvents("by line")).hasSize(1);
    }

    @Test
    void failsWhereThereIsNoLargerSizeAndShowsNothing() throws IOException {
        assertThat(terminalEvents("insatiable"))
                .singleElement()
                .extracting(PhaseEvent::happening)
                .isInstanceOfSatisfying(
                        PhaseEvent.Happening.Failed.class,
                        failed -> {
                            assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.MEMORY);
                            assertThat(failed.failure().message())
                                    .contains(
                                            "it exited 12 after ",
                                            "which the definition calls worth an attempt in a larger job",
                                            "That was in size 2, and its phase has no larger.");
                        });
        assertThat(sizes("insatiable")).containsExactly("61440", "122880");
        assertThat(report.outputs().resolve("insatiable")).doesNotExist();
    }

    @Test
    void tellsWhatTheAttemptThatSucceededTookOfItsMachine() {
        var usage = usage("by status");

        assertThat(usage.resources().processorTime().orElseThrow().toMillis()).isPositive();
        assertThat(usage.resources().peakMemory().orElseThrow()).isBetween(10L << 20, 1L << 30);
        assertThat(usage.resources().programsPeakMemory().orElseThrow())
                .isBetween(100L << 10, 100L << 20);
        var steps = usage.steps().orElseThrow();
        assertThat(steps.stage().toMillis()).isBetween(2_000L, usage.took().toMillis());
        assertThat(steps.commit()).isPresent();
    }

    private static Usage usage(String name) {
        return terminalEvents(name).stream()
                .map(event -> ((PhaseEvent.Happening.Succeeded) event.happening()).usage())
                .findFirst()
                .orElseThrow();
    }
}
