package io.spillway.local.wrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.run.LocalRun;
import io.spillway.local.run.RecordingView;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunReport;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that nobody here wrote, and one that misbehaves on purpose, each through the whole
 * pipeline: the stand-ins, the router, a job's process.
 */
@EnabledOnOs(OS.LINUX)
class StrangersProgramsTest {

    private static final String DEFINITION =
            """
            pipeline: strangers
            phases:
              totals:
                on: upload
                match: {keys: "**/*.csv"}
                stage:
                  legacy:
                    command: [java, -cp, "{app}/h2.jar", org.h2.tools.Shell, -url, "jdbc:h2:mem:", -sql,
                              "CALL CSVWRITE('{outputs}/totals.csv', 'SELECT COUNT(*) N, SUM(CAST(AMOUNT AS DECIMAL(10,2))) TOTAL FROM CSVREAD(''{input}'')')"]
                    log: [{line: "Error: org.h2.jdbc", means: bad-input}]
              sorted:
                on: upload
                match: {keys: "**/*.txt"}
                stage:
                  legacy: {command: [sort, --reverse], input: stdin, output: stdout, environment: {LC_ALL: C}}
              misbehaving:
                on: upload
                match: {keys: "incoming/misbehaving/*"}
                stage:
                  legacy:
                    command: [sh, "{app}/misbehave.sh", "{name}", "{input}", "{outputs}"]
              stubborn:
                on: upload
                match: {keys: "incoming/stubborn/*"}
                stage:
                  legacy:
                    command: [sh, "{app}/misbehave.sh", "{name}", "{input}", "{outputs}"]
                    timeLimit: 2s
                    grace: 1s
            """;

    /** Does what the name of its input says. */
    private static final String MISBEHAVE =
            """
            case "$1" in
              noisy) yes 'warning: all is well' | head -c 150000 >&2; cp "$2" "$3/out" ;;
              stubborn) trap '' TERM; echo half > "$3/half"; while :; do sleep 0.1; done ;;
              empty) exit 0 ;;
              endless) i=0; while :; do i=$((i+1)); truncate -s 1G "$3/$i"; sleep 0.01; done ;;
              chatty) head -c 10000000000 /dev/zero && cp "$2" "$3/out" ;;
              forking) setsid sleep 431.7 & (sleep 431.7 &); cp "$2" "$3/out" ;;
            esac
            """;

    @TempDir static Path directory;

    private static LocalRun run;
    private static RunReport report;

    @BeforeAll
    static void runThem() throws Exception {
        Files.writeString(directory.resolve("pipeline.yaml"), DEFINITION);
        var app = Files.createDirectory(directory.resolve("app"));
        Files.copy(Path.of("target", "legacy-programs", "h2.jar"), app.resolve("h2.jar"));
        Files.writeString(app.resolve("misbehave.sh"), MISBEHAVE);
        var incoming = Files.createDirectories(directory.resolve("incoming"));
        Files.writeString(incoming.resolve("sales.csv"), "id,amount\n1,3.5\n2,2\n");
        Files.writeString(incoming.resolve("not sales.csv"), "id,name\n1,x\n");
        Files.writeString(incoming.resolve("words + more.txt"), "a\nc\nb\n");
        var misbehaving = Files.createDirectory(incoming.resolve("misbehaving"));
        for (var name : List.of("noisy", "empty", "endless", "chatty", "forking")) {
            Files.writeString(misbehaving.resolve(name), "content");
        }
        var stubborn = Files.createDirectory(incoming.resolve("stubborn"));
        Files.writeString(stubborn.resolve("stubborn"), "content");
        var options = RunOptions.of(directory).folder(incoming).concurrency(4).maxVcpus(4).build();
        run = LocalRun.start(options, new RecordingView());
        run.untilIdle();
        report = run.report();
    }

    @AfterAll
    static void stop() throws IOException {
        run.close();
    }

    private static State end(String key) {
        return report.ends().stream()
                .filter(entry -> entry.item().upload().object().key().equals("incoming/" + key))
                .map(entry -> entry.state())
                .findFirst()
                .orElseThrow();
    }

    private static Failure failure(String key) {
        return switch (end(key)) {
            case State.Failed(var failure, var _) -> failure;
            case State other -> throw new AssertionError(other);
        };
    }

    private static Path output(String key) {
        return report.outputs().resolve(key);
    }

    @Test
    void sumsUpWithADatabaseEngine() {
        assertThat(output("totals/incoming/sales.csv/totals.csv"))
                .hasContent("\"N\",\"TOTAL\"\n\"2\",\"5.50\"");
    }

    /** H2's shell exits 0 whatever happens: only what it prints tells. */
    @Test
    void tellsBadInputByWhatAProgramPrints() {
        assertThat(failure("not sales.csv").kind()).isEqualTo(Failure.Kind.BAD_INPUT);
        assertThat(failure("not sales.csv").message())
                .contains("having printed a line like \"Error: org.h2.jdbc\"");
    }

    @Test
    void sortsWithAUnixTool() {
        assertThat(output("sorted/incoming/words + more.txt.out")).hasContent("c\nb\na");
    }

    @Test
    void readsAFullErrorOutputToItsEnd() {
        assertThat(output("misbehaving/incoming/misbehaving/noisy/out")).hasContent("content");
    }

    @Test
    void killsAProgramThatIgnoresItsEndAndShowsNothingOfIt() {
        assertThat(failure("stubborn/stubborn").message())
                .contains("it wasn't done after 2s, its time limit, and was stopped");
        assertThat(output("stubborn/incoming/stubborn/stubborn")).doesNotExist();
    }

    @Test
    void failsASuccessWithoutOutput() {
        assertThat(failure("misbehaving/empty").message())
                .contains("it exited 0 but wrote no output");
    }

    @Test
    void stopsAProgramThatWritesWithoutEnd() {
        assertThat(failure("misbehaving/endless").kind()).isEqualTo(Failure.Kind.SCRATCH);
        assertThat(failure("misbehaving/endless").message())
                .contains("of scratch space in use, more than the ", "more disk under \"batch\"");
        assertThat(output("misbehaving/incoming/misbehaving/endless")).doesNotExist();
    }

    /** In one line: whoever kept it would need as much memory. */
    @Test
    void readsTenGigabytesThatAProgramPrints() {
        assertThat(output("misbehaving/incoming/misbehaving/chatty/out")).hasContent("content");
    }

    @Test
    void leavesNoProcessOfAProgramBehind() {
        assertThat(output("misbehaving/incoming/misbehaving/forking/out")).hasContent("content");
        assertThat(
                        ProcessHandle.allProcesses()
                                .filter(ProcessHandle::isAlive)
                                .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains("sleep 431.7"));
    }
}
