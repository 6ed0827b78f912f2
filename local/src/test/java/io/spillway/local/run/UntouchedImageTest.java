package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.local.container.TestEngine;
import io.spillway.local.fault.FaultKind;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs in images that hold nothing of ours, run as they are. All but the first need {@code
 * REQUIRE_CONTAINERS}, a container engine and the job runner's image, and are skipped otherwise.
 */
@Timeout(300)
class UntouchedImageTest {

    private static final Path RUNNER = Path.of("../containers/job-runner/target/jib-image.json");

    private static final long SEED = 7;

    @TempDir private Path directory;

    @Test
    void refusesToRunItsPhaseInProcesses() throws Exception {
        define("settle", "reports/settle:7", "[\"{input}\", \"{outputs}\"]", "");

        assertThatThrownBy(
                        () ->
                                LocalRun.start(
                                                options(new JobHosting.Processes(), Map.of()),
                                                new RecordingView())
                                        .close())
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot run phase settle in a process: its program is in the image reports/settle:7. Run the pipeline with --containers.");
    }

    @Test
    void runsAnImageWhoseEntryPointTheCommandFollows() throws Exception {
        define(
                "upper",
                shell(),
                "['tr a-z A-Z < {input} > {outputs}/upper.txt; id -u > {outputs}/user.txt']",
                "");
        drop("Größe +%.csv", "a,b\n");

        run(Map.of());

        assertThat(outputs())
                .isEqualTo(
                        Map.of(
                                "upper/incoming/Größe +%25.csv/upper.txt", "A,B\n",
                                "upper/incoming/Größe +%25.csv/user.txt", "0\n"));
    }

    @Test
    void putsTheProgramsExitThroughTheTableAndShowsNothingOfIt() throws Exception {
        define("strict", shell(), "['echo half > {outputs}/half; exit 3']", "exit: {3: bad-input}");
        drop("a.csv", "a,b\n");

        var failure = failure(run(Map.of()));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_INPUT);
        assertThat(failure.message()).contains("exited 3").contains(shell());
        assertThat(outputs()).isEmpty();
    }

    @Test
    void goesOnInALargerJobWhereTheProgramsMemoryRunsOut() throws Exception {
        define(
                "hungry",
                shell(),
                "['head -c 800000000 /dev/zero | tail -c 750000000 > /dev/null; code=$?; echo done > {outputs}/done; exit $code']",
                "");
        drop("a.csv", "a,b\n");

        var events = run(Map.of());

        assertThat(outputs()).isEqualTo(Map.of("hungry/incoming/a.csv/done", "done\n"));
        assertThat(logs()).anyMatch(log -> log.endsWith("-1-program.log"));
        assertThat(terminal(events)).hasSize(1);
        assertThat(events.stream().filter(e -> e.happening() instanceof Happening.Started))
                .hasSize(2);
    }

    @Test
    void stopsAProgramThatIsOverItsTimeLimit() throws Exception {
        define(
                "slow",
                shell(),
                "['trap \"exit 143\" TERM; echo half > {outputs}/half; sleep 300 & wait']",
                "timeLimit: 3s");
        drop("a.csv", "a,b\n");

        var failure = failure(run(Map.of()));

        assertThat(failure.message()).contains("wasn't done after 3s, its time limit");
        assertThat(outputs()).isEmpty();
    }

    @Test
    void stopsAProgramThatWritesMoreThanThePhasesDisk() throws Exception {
        define(
                "endless",
                shell(),
                "['trap \"exit 143\" TERM; truncate -s 21G {outputs}/endless; sleep 300 & wait']",
                "");
        drop("a.csv", "a,b\n");

        var failure = failure(run(Map.of()));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.SCRATCH);
        assertThat(failure.message()).contains("of scratch space in use, more than the");
        assertThat(outputs()).isEmpty();
    }

    @Test
    void leavesTheSameWhenHostsAreKilledAndReclaimedInBetween() throws Exception {
        define("patient", shell(), "['sleep 2; tr a-z A-Z < {input} > {outputs}/upper.txt']", "");
        for (int i = 0; i < 4; i++) {
            drop(i + ".csv", "row %c\n".formatted('a' + i));
        }

        var events = run(Map.of(FaultKind.KILLED_JOB, 0.3, FaultKind.RECLAIMED_JOB, 0.3));

        assertThat(outputs())
                .isEqualTo(
                        Map.of(
                                "patient/incoming/0.csv/upper.txt", "ROW A\n",
                                "patient/incoming/1.csv/upper.txt", "ROW B\n",
                                "patient/incoming/2.csv/upper.txt", "ROW C\n",
                                "patient/incoming/3.csv/upper.txt", "ROW D\n"));
        assertThat(terminal(events)).hasSize(4);
        assertThat(logs().stream().filter(log -> log.matches(".*-[2-9]\\.log")))
                .as("attempts after the first")
                .isNotEmpty();
    }

    private static String shell() throws IOException, InterruptedException {
        assumeTrue(
                System.getenv("REQUIRE_CONTAINERS") != null,
                "a minute and a half in containers: .ci/containers, or REQUIRE_CONTAINERS=1 and the job runner's image");
        return TestEngine.image(TestEngine.require(), "sh", "[\"/bin/sh\", \"-c\"]");
    }

    private void define(String phase, String image, String command, String more)
            throws IOException {
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: untouched
                phases:
                  %s:
                    on: upload
                    stage:
                      legacy:
                        image: "%s"
                        command: %s
                        %s
                    batch: {vcpu: 0.5, memory: 1 GiB, retries: 9}
                """
                        .formatted(phase, image, command, more));
    }

    private void drop(String key, String content) throws IOException {
        var file = directory.resolve("incoming").resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<PhaseEvent> run(Map<FaultKind, Double> faults) throws Exception {
        var runner = Json.readObject(Files.readString(RUNNER)).requireText("image");
        var containers = new JobHosting.Containers(Map.of("default", runner));
        var view = new RecordingView();
        try (var run = LocalRun.start(options(containers, faults), view)) {
            run.untilIdle();
        }
        return view.events();
    }

    private RunOptions options(JobHosting jobs, Map<FaultKind, Double> faults) {
        return RunOptions.of(directory)
                .state(directory.resolve("state"))
                .concurrency(1)
                .maxVcpus(2)
                .faults(faults.isEmpty() ? OptionalLong.empty() : OptionalLong.of(SEED), faults)
                .jobs(jobs)
                .build();
    }

    private Map<String, String> outputs() throws IOException {
        var root = directory.resolve("state/outputs");
        var found = new TreeMap<String, String>();
        if (Files.exists(root)) {
            try (var files = Files.walk(root)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    found.put(root.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return found;
    }

    private List<String> logs() throws IOException {
        try (var files = Files.walk(directory.resolve("state"))) {
            return files.map(Path::toString).filter(file -> file.endsWith(".log")).toList();
        }
    }

    private static Map<String, Long> terminal(List<PhaseEvent> events) {
        return events.stream()
                .filter(event -> event.happening().isTerminal())
                .collect(Collectors.groupingBy(PhaseEvent::id, Collectors.counting()));
    }

    private static Failure failure(List<PhaseEvent> events) {
        return events.stream()
                .map(PhaseEvent::happening)
                .filter(Happening.Failed.class::isInstance)
                .map(happening -> ((Happening.Failed) happening).failure())
                .findFirst()
                .orElseThrow();
    }
}
