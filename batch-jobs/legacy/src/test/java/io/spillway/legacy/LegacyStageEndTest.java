package io.spillway.legacy;

import static io.spillway.legacy.LegacyPrograms.contract;
import static io.spillway.legacy.LegacyPrograms.limited;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a program ends, or is ended, and that nothing it started outlives the stage. */
@Timeout(180)
class LegacyStageEndTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATER = Duration.ofSeconds(30);

    @TempDir Path scratch;
    @TempDir Path app;
    @RegisterExtension final NotedProcesses noted = new NotedProcesses(() -> app);

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
    @EnabledOnOs(OS.LINUX)
    void killsWhatOutlivesAProgramThatSucceeded() throws Exception {
        var forks =
                noted.script(
                        """
                        trap '' TERM; : > PIDS
                        sh -c 'echo $$ >> "$0"; exec sleep 60' PIDS &
                        (sh -c 'echo $$ >> "$0"; exec sleep 60' PIDS &)
                        while [ "$(wc -l < PIDS)" -lt 2 ]; do sleep 0.01; done
                        echo done > "$2/done"
                        """);

        var work = run(forks);

        assertThat(work.written()).containsOnlyKeys("a.csv/done");
        assertThat(noted.all()).hasSize(2);
        assertThat(noted.running()).isEmpty();
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
                noted.script(
                        """
                        : > PIDS
                        setsid sh -c '(echo $$ >> "$0"; exec sleep 60) > /dev/null 2>&1 < /dev/null &' PIDS
                        setsid sh -c 'echo $$ >> "$0"; exec sleep 60' PIDS &
                        while [ "$(wc -l < PIDS)" -lt 2 ]; do sleep 0.01; done
                        echo done > "$2/done"
                        """);

        run(daemon);

        assertThat(noted.running()).isEmpty();
    }

    @Test
    void stopsWhenTheHostAsks() throws Exception {
        var work = new RecordingWork(scratch, "in/a.csv", "x");
        var sleeper = limited(noted.script("echo $$ >> PIDS; exec sleep 60"), LATER, LATER);
        var thrown = new CompletableFuture<Throwable>();

        Thread.ofVirtual().start(() -> thrown.complete(catchThrowable(() -> run(sleeper, work))));
        noted.await(1);
        work.askToStop();

        assertThat(thrown.get())
                .isInstanceOf(InterruptedException.class)
                .hasMessage("asked to stop");
        assertThat(noted.running()).isEmpty();
        assertThat(work.written()).isEmpty();
    }

    @Test
    void endsTheProgramWhenItsThreadIsInterrupted() throws Exception {
        var work = new RecordingWork(scratch, "in/a.csv", "x");
        var stubborn =
                limited(
                        noted.script("trap '' TERM; echo $$ >> PIDS; while :; do sleep 1; done"),
                        LATER,
                        SOON);
        var thrown = new CompletableFuture<Throwable>();

        var stage =
                Thread.ofPlatform()
                        .start(() -> thrown.complete(catchThrowable(() -> run(stubborn, work))));
        noted.await(1);
        stage.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(noted.running()).isEmpty();
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
}
