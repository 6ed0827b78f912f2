package io.spillway.local.cli;

import static io.spillway.local.view.Samples.BATCH;
import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.end;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.run.JobHosting;
import io.spillway.local.run.Looks;
import io.spillway.local.run.RunOptions;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {

    @TempDir private Path directory;

    private final TestConsole console = new TestConsole();

    @BeforeEach
    void putADefinition() throws IOException {
        Files.writeString(directory.resolve("pipeline.yaml"), "pipeline: weather\n");
    }

    @Test
    void runsUntilNothingIsLeftAndPrintsTheSummary() {
        var item = item("convert", "incoming/a.csv", 48_000);
        console.run.ends.add(end(item, INLINE, success(item, 1), NOON));

        assertThat(console.spillway("run", directory, "--once")).isZero();

        assertThat(console.run.calls).containsExactly("idle", "report", "close");
        assertThat(console.out())
                .contains(
                        "  convert  inline    succeeded in 310 ms, 1 output, 2 KiB\n",
                        "1 upload of 46.9 KiB, 1 work item in 8.2s\n",
                        "Next:\n",
                        "  ./spillway run " + directory);
        assertThat(console.err()).isEmpty();
    }

    @Test
    void hasDefaultsForEverything() {
        console.spillway("run", directory, "--once");

        var processors = Math.max(2, Runtime.getRuntime().availableProcessors());
        assertThat(console.run.options)
                .hasValue(
                        new RunOptions(
                                directory,
                                directory.resolve("incoming"),
                                directory.resolve(".spillway"),
                                false,
                                10,
                                processors,
                                OptionalLong.empty(),
                                Map.of(),
                                new JobHosting.Processes(),
                                Optional.empty(),
                                Looks.USUAL));
    }

    @Test
    void passesOnWhatIsAsked() {
        console.spillway(
                "run",
                directory,
                "--fresh",
                "--folder",
                directory.resolve("in"),
                "--state",
                directory.resolve("st"),
                "--concurrency",
                3,
                "--max-vcpus",
                5,
                "--faults",
                42,
                "--fault",
                "killed-job=0.5");

        assertThat(console.run.options)
                .hasValue(
                        RunOptions.of(directory)
                                .folder(directory.resolve("in"))
                                .state(directory.resolve("st"))
                                .fresh(true)
                                .concurrency(3)
                                .maxVcpus(5)
                                .faults(OptionalLong.of(42), Map.of(FaultKind.KILLED_JOB, 0.5))
                                .build());
        assertThat(console.err())
                .isEqualTo("spillway: Misbehaving on purpose; --faults 42 does it again.\n");
    }

    @Test
    void runsJobsInContainersOfTheImagesNamed() {
        console.spillway("run", directory, "--containers", "--image", "settle=spillway/settle:1");

        assertThat(console.run.options.orElseThrow().jobs())
                .isEqualTo(new JobHosting.Containers(Map.of("settle", "spillway/settle:1")));
    }

    @Test
    void refusesAnImageForJobsThatAreProcesses() {
        assertThat(console.spillway("run", directory, "--image", "settle=x")).isEqualTo(2);

        assertThat(console.err())
                .contains(
                        "Option --image is of no use without --containers: jobs are processes then.");
    }

    @Test
    void letsEveryFaultStrikeNowAndThenWhereOnlyASeedIsGiven() {
        console.spillway("run", directory, "--once", "--faults", 7);

        assertThat(console.run.options.orElseThrow().faultRates())
                .hasSameSizeAs(FaultKind.values())
                .containsEntry(FaultKind.DUPLICATE, 0.05);
    }

    @Test
    void choosesASeedWhereOnlyRatesAreGiven() {
        console.spillway("run", directory, "--once", "--fault", "delay=1");

        assertThat(console.run.options.orElseThrow().faultSeed()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"REJECTED, 0", "BAD_INPUT, 0", "BUG, 1", "JOB_FAILED, 1"})
    void tellsByItsExitStatusWhetherEveryUploadWasAccountedFor(Failure.Kind kind, int status) {
        var failure = new Failure(kind, "Cannot convert it.");
        console.run.ends.add(
                end(item("convert", "incoming/a.csv", 5), BATCH, new State.Failed(failure), NOON));

        assertThat(console.spillway("run", directory, "--once")).isEqualTo(status);
    }

    @Test
    void failsForADeadLetter() {
        console.run.deadLetters = 1;

        assertThat(console.spillway("run", directory, "--once")).isEqualTo(1);
    }

    @Test
    void endsWithTheSummaryWhenWatchingIsInterrupted() {
        assertThat(console.spillway("run", directory)).isZero();

        assertThat(console.run.calls).containsExactly("interrupted", "report", "close");
        assertThat(console.out()).contains("0 uploads");
    }

    @Test
    void tellsThatItWasCutShort() {
        console.run.isInterrupted = true;

        assertThat(console.spillway("run", directory, "--once")).isEqualTo(130);
        assertThat(console.run.calls).containsExactly("idle", "report", "close");
    }

    @Test
    void suggestsToExplainWhatFailed() throws IOException {
        var file = Files.createDirectories(directory.resolve("incoming")).resolve("it's bad.csv");
        Files.writeString(file, "");
        var failure = new Failure(Failure.Kind.BAD_INPUT, "Cannot convert it.");
        console.run.ends.add(
                end(
                        item("convert", "incoming/it's bad.csv", 5),
                        BATCH,
                        new State.Failed(failure),
                        NOON));

        console.spillway("run", directory, "--once");

        assertThat(console.out())
                .contains("  ./spillway explain '" + directory + "/incoming/it'\\''s bad.csv'\n");
    }

    @Test
    void repeatsWhereTheStateIsInWhatItSuggests() {
        console.spillway("run", directory, "--once", "--state", directory.resolve("st"));

        assertThat(console.out())
                .endsWith(
                        "  ./spillway run %s --state %s/st  # goes on from here; --fresh starts anew\n"
                                .formatted(directory, directory));
    }

    @Test
    void writesNothingButJsonIfAsked() {
        var item = item("convert", "incoming/a.csv", 48_000);
        console.run.ends.add(end(item, INLINE, success(item, 1), NOON));

        console.spillway("run", directory, "--once", "--json");

        assertThat(console.out().lines().map(Json::readObject)).hasSize(3);
    }

    @Test
    void tellsWhyItCouldNotStart() {
        console.run.refusal =
                Optional.of(new IOException("Cannot write /state: the disk is full. Make room"));

        assertThat(console.spillway("run", directory)).isEqualTo(1);
        assertThat(console.err())
                .isEqualTo("spillway: Cannot write /state: the disk is full. Make room.\n");
    }

    @Test
    void showsNoStackTraceOfABugUnlessAsked() {
        console.run.bug = Optional.of(new IllegalStateException("no such thing"));

        assertThat(console.spillway("run", directory)).isEqualTo(70);
        assertThat(console.err())
                .isEqualTo(
                        "spillway: A bug in Spillway: java.lang.IllegalStateException: no such thing. Run the command again with --stacktrace and report what it prints.\n");
    }

    @ParameterizedTest
    @CsvSource({"true, ''", "false, 1"})
    void showsTheStackTraceIfAsked(boolean option, String variable) {
        console.run.bug = Optional.of(new IllegalStateException("no such thing"));
        console.environment.put("SPILLWAY_DEBUG", variable);

        console.spillway(
                option
                        ? new Object[] {"run", directory, "--stacktrace"}
                        : new Object[] {"run", directory});

        assertThat(console.err()).contains("\tat io.spillway.local.cli.RunCommandTest.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--concurrency=0 | Option --concurrency is 0: expected 1 to 1000.",
                "--max-vcpus=1001 | Option --max-vcpus is 1001: expected 1 to 1000.",
                "--fault=delay=1.5 | The rate of delay is 1.5: expected 0 (never) to 1 (always).",
                "--fault=delay=NaN | The rate of delay is NaN: expected 0 (never) to 1 (always).",
                "--fault=typo=1 | Unknown kind of fault \"typo\": expected one of duplicate, delay, throttle, lost-response, killed-job, reclaimed-job, starved-queue.",
                "--onze | Unknown option: '--onze'."
            })
    void refusesAWrongOption(String option, String message) {
        assertThat(console.spillway("run", directory, option)).isEqualTo(2);
        assertThat(console.err())
                .startsWith("spillway: " + message + "\n")
                .endsWith("Try ./spillway run --help.\n");
        assertThat(console.run.options).isEmpty();
    }

    @Test
    void refusesADirectoryWithoutADefinitionAndNamesOneNearby() throws IOException {
        var empty = Files.createDirectory(directory.resolve("empty"));
        var other = Files.createDirectory(directory.resolve("wether"));
        Files.writeString(other.resolve("pipeline.yaml"), "");

        assertThat(console.spillway("run", empty)).isEqualTo(1);
        assertThat(console.spillway("run", directory.resolve("weather"))).isEqualTo(1);
        assertThat(console.err())
                .isEqualTo(
                        """
                        spillway: Cannot use %s: there is no pipeline.yaml in it. Name a directory that holds a pipeline.yaml.
                        spillway: Cannot use %s: there is no such directory. Did you mean %s?
                        """
                                .formatted(empty, directory.resolve("weather"), other));
    }
}
