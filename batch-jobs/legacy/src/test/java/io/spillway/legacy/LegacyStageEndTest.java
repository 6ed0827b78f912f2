package io.spillway.legacy;

import static io.spillway.legacy.LegacyPrograms.contract;
import static io.spillway.legacy.LegacyPrograms.limited;
import static io.spillway.legacy.LegacyPrograms.printing;
import static io.spillway.legacy.LegacyPrograms.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a program ends, or is ended, and that nothing it started outlives the stage. */
@Timeout(60)
class LegacyStageEndTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATER = Duration.ofSeconds(30);

    @TempDir Path scratch;
    @TempDir Path app;

    /** Where scripts write the ids of the processes they start. */
    private Path pids() {
        return app.resolve("pids");
    }

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    private RecordingWork run(LegacyContract contract) throws Exception {
        var work = new RecordingWork(scratch, "in/a.csv", "x");
        run(contract, work);
        return work;
    }

    private void run(LegacyContract contract, RecordingWork work) throws Exception {
        var host = LegacyHost.ofThisProcess(app, System.out::println);
        new LegacyStage(contract, new LegacyHost(app, host.searchPath(), log::add)).run(work);
    }

    @Test
    void logsWhatAProgramPrintsAsAPartOfItsAttempt() throws Exception {
        var host =
                new LegacyHost(
                        app,
                        System.getenv("PATH"),
                        line -> log.add(line + " of " + LogContext.current().fields()));
        var work = new RecordingWork(scratch, "in/a.csv", "x");

        LogContext.NONE
                .with(LogField.WORK_ITEM, "w")
                .call(
                        () -> {
                            new LegacyStage(
                                            script("echo out; echo err >&2; cp \"$1\" \"$2/o\""),
                                            host)
                                    .run(work);
                            return null;
                        });

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "stdout | out of {WORK_ITEM=w}", "stderr | err of {WORK_ITEM=w}");
    }

    /** A script in whose commands {@code PIDS} stands for the file of process ids. */
    private LegacyContract noting(String script) {
        return script(script.replace("PIDS", "'" + pids() + "'"));
    }

    private List<ProcessHandle> stillRunning() throws Exception {
        return Files.readAllLines(pids()).stream()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(process -> process.isAlive() && !hasEnded(process))
                .toList();
    }

    /** Whether it is only an entry that nobody has removed, as where process 1 is no init. */
    private static boolean hasEnded(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid())))
                    .contains("State:\tZ (zombie)");
        } catch (IOException _) {
            return false;
        }
    }

    @AfterEach
    void endsWhatATestLeft() throws Exception {
        if (Files.exists(pids())) {
            stillRunning().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void stopsAProgramWhoseTimeIsUp() throws Exception {
        var sleeper = noting("echo $$ >> PIDS; echo waiting >&2; sleep 60 & echo $! >> PIDS; wait");

        assertThatThrownBy(() -> run(limited(sleeper, SOON, LATER)))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessage(
                        """
                        Cannot run sh on s3://drops/in/a.csv: it wasn't done after 300 ms, its time limit, and was stopped, which counts as a failure. Raise timeLimit in the definition if it needs longer. Last lines of its error output:
                          waiting\
                        """);
        assertThat(Files.readAllLines(pids())).hasSize(2);
        assertThat(stillRunning()).isEmpty();
    }

    @Test
    void stopsAProgramThatHasGoneSilent() throws Exception {
        var silent =
                script(
                        "echo $$ >> '%s'; echo started; exec sleep 60".formatted(pids()),
                        "'silence': '1s', 'exit': {'silence': 'retry'}");

        assertThatThrownBy(() -> run(silent))
                .isInstanceOf(StageFailure.Transient.class)
                .hasMessageContaining(
                        "it printed nothing for 1s, its silence limit, and was stopped after ")
                .hasMessageContaining(", which the definition calls worth another attempt.");
        assertThat(stillRunning()).isEmpty();
        assertThat(log).contains("stdout | started");
    }

    @Test
    void letsAProgramWorkThatPrintsNowAndThenThoughNoWholeLine() throws Exception {
        var dots =
                script(
                        "for i in 1 2 3 4; do printf . >&2; sleep 0.5; done; echo > \"$2/o\"",
                        "'silence': '1s'");

        assertThat(run(dots).written()).containsOnlyKeys("a.csv/o");
    }

    @Test
    void takesAGrowingResultForASignOfLife() throws Exception {
        var slow = printing("for i in 1 2 3 4; do printf .; sleep 0.5; done", "'silence': '1s'");

        assertThat(run(slow).written()).containsEntry("a.csv.out", "....");
    }

    @Test
    void goesOnInALargerJobWhereAPrintedLineSaysSo() {
        var memory =
                script(
                        "echo 'java.lang.OutOfMemoryError: Java heap space'; exit 1",
                        "'log': [{'line': 'OutOfMemoryError', 'means': 'retry-bigger'}]");

        assertThatThrownBy(() -> run(memory))
                .isInstanceOf(StageFailure.HostTooSmall.class)
                .hasMessageContaining("having printed a line like \"OutOfMemoryError\"");
    }

    @Test
    void givesAProgramTheGraceToTidyUp() throws Exception {
        var tidy =
                noting(
                        "trap 'echo tidied >&2; exit 0' TERM; echo $$ >> PIDS; while :; do sleep 0.05; done");

        assertThatThrownBy(() -> run(limited(tidy, SOON, LATER)))
                .hasMessageContaining("time limit")
                .hasMessageEndingWith("tidied");
        assertThat(stillRunning()).isEmpty();
    }

    @Test
    void killsAProgramThatIgnoresTheRequestToEnd() throws Exception {
        var stubborn =
                noting(
                        """
                        trap '' TERM; echo $$ >> PIDS
                        sh -c 'trap "" TERM; echo $$ >> "$0"; while :; do sleep 1; done' PIDS &
                        while :; do sleep 0.05; done
                        """);

        assertThatThrownBy(() -> run(limited(stubborn, SOON, SOON)))
                .hasMessageContaining("time limit");
        assertThat(Files.readAllLines(pids())).hasSize(2);
        assertThat(stillRunning()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void killsWhatOutlivesAProgramThatSucceeded() throws Exception {
        var forks =
                noting(
                        """
                        trap '' TERM; : > PIDS
                        sh -c 'echo $$ >> "$0"; exec sleep 60' PIDS &
                        (sh -c 'echo $$ >> "$0"; exec sleep 60' PIDS &)
                        while [ "$(wc -l < PIDS)" -lt 2 ]; do sleep 0.01; done
                        echo done > "$2/done"
                        """);

        var work = run(forks);

        assertThat(work.written()).containsOnlyKeys("a.csv/done");
        assertThat(Files.readAllLines(pids())).hasSize(2);
        assertThat(stillRunning()).isEmpty();
        assertThat(log)
                .singleElement()
                .asString()
                .matches(
                        "spillway \\| killing what outlived the program: \\[process \\d+, process \\d+]");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsAProcessThatLeftTheProgramsSession() throws Exception {
        var daemon =
                noting(
                        """
                        : > PIDS
                        setsid sh -c '(echo $$ >> "$0"; exec sleep 60) > /dev/null 2>&1 < /dev/null &' PIDS
                        setsid sh -c 'echo $$ >> "$0"; exec sleep 60' PIDS &
                        while [ "$(wc -l < PIDS)" -lt 2 ]; do sleep 0.01; done
                        echo done > "$2/done"
                        """);

        run(daemon);

        assertThat(stillRunning()).isEmpty();
    }

    @Test
    void stopsWhenTheHostAsks() throws Exception {
        var work = new RecordingWork(scratch, "in/a.csv", "x");
        var sleeper = limited(noting("echo $$ >> PIDS; exec sleep 60"), LATER, LATER);
        var thrown = new CompletableFuture<Throwable>();

        Thread.ofVirtual().start(() -> thrown.complete(catchThrowable(() -> run(sleeper, work))));
        awaitLines(1);
        work.askToStop();

        assertThat(thrown.get())
                .isInstanceOf(InterruptedException.class)
                .hasMessage("asked to stop");
        assertThat(stillRunning()).isEmpty();
        assertThat(work.written()).isEmpty();
    }

    @Test
    void endsTheProgramWhenItsThreadIsInterrupted() throws Exception {
        var work = new RecordingWork(scratch, "in/a.csv", "x");
        var stubborn =
                limited(
                        noting("trap '' TERM; echo $$ >> PIDS; while :; do sleep 1; done"),
                        LATER,
                        SOON);
        var thrown = new CompletableFuture<Throwable>();

        var stage =
                Thread.ofPlatform()
                        .start(() -> thrown.complete(catchThrowable(() -> run(stubborn, work))));
        awaitLines(1);
        stage.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(stillRunning()).isEmpty();
    }

    @Test
    void namesTheSignalThatKilledTheProgram() {
        assertThatThrownBy(() -> run(script("echo working >&2; kill -9 $$")))
                .isInstanceOf(StageFailure.HostTooSmall.class)
                .hasMessageContaining("it was killed by SIGKILL (exit status 137) after ")
                .hasMessageEndingWith("working");
    }

    @Test
    void wrapsAnOldJavaProgram() throws Exception {
        var source =
                Files.writeString(
                        app.resolve("Old.java"),
                        """
                public class Old {
                    public static void main(String[] args) throws Exception {
                        java.io.FileWriter out = new java.io.FileWriter(args[1] + "/report.txt");
                        out.write(new java.io.File(args[0]).getName() + " " + new java.io.File(args[0]).length());
                        out.close();
                    }
                }
                """);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        var old =
                contract(
                        List.of(
                                "java",
                                "-Xshare:auto",
                                "-cp",
                                "{app}",
                                "Old",
                                "{input}",
                                "{outputs}"),
                        InputMode.FILE,
                        OutputMode.DIRECTORY);

        assertThat(run(old).written()).containsEntry("a.csv/report.txt", "a.csv 1");
    }

    private void awaitLines(int lines) throws Exception {
        while (!Files.exists(pids()) || Files.readAllLines(pids()).size() < lines) {
            Thread.onSpinWait();
        }
    }
}
