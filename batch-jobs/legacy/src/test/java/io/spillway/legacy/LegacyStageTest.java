package io.spillway.legacy;

import static io.spillway.legacy.LegacyPrograms.contract;
import static io.spillway.legacy.LegacyPrograms.letGoOn;
import static io.spillway.legacy.LegacyPrograms.script;
import static io.spillway.legacy.LegacyPrograms.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import io.spillway.pipeline.stage.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes into a program and what comes out of it. How it ends: {@link LegacyStageEndTest}. */
@Timeout(180)
class LegacyStageTest {

    @TempDir Path scratch;
    @TempDir Path app;

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    private RecordingWork run(LegacyContract contract, String key, String content)
            throws Exception {
        var work = new RecordingWork(scratch, key, content);
        run(contract, work);
        return work;
    }

    private void run(LegacyContract contract, Work work) throws Exception {
        var host = new LegacyHost(app, System.getenv("PATH"), log::add);
        new LegacyStage(contract, host).run(work);
    }

    @Test
    void givesAFileAndCollectsFiles() throws Exception {
        var work = run(script("tr a-z A-Z < \"$1\" > \"$2/upper.csv\""), "in/a.csv", "a,b\n");

        assertThat(work.written()).containsExactly(Map.entry("a.csv/upper.csv", "A,B\n"));
        assertThat(work.contentTypes()).containsEntry("a.csv/upper.csv", "text/csv");
        assertThat(work.done()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "in/a b+c%20&d.csv, a b+c%20&d.csv",
        "in/città 東京 🌧.csv, città 東京 🌧.csv",
        "in/$(touch x);`x`'\".csv, $(touch x);`x`'\".csv",
        "in/-rf, _rf",
        "in/.., __",
        "'in/a\nb\u001b[2J', a_b_[2J",
        "in/folder/, folder",
        "{outputs}, {outputs}"
    })
    void namesTheFileAfterTheObjectAsFarAsThatIsSafe(String key, String name) throws Exception {
        var script = script("printf %s \"$3\" > \"$2/name\"; printf %s \"${1##*/}\" > \"$2/file\"");

        var work = run(script, key, "x");

        assertThat(work.written().values()).containsExactly(name, name);
    }

    @Test
    void givesADirectoryThatHoldsJustTheFile() throws Exception {
        var script =
                script("ls -A \"$1\" > \"$2/list\"", InputMode.DIRECTORY, OutputMode.DIRECTORY);

        assertThat(run(script, "in/a.csv", "x").written()).containsEntry("a.csv/list", "a.csv\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = InputMode.class,
            names = {"FILE", "DIRECTORY"})
    void givesNothingOnStandardInputUnlessThatIsTheWay(InputMode mode) throws Exception {
        var script = script("cat; echo end", mode, OutputMode.STDOUT);

        assertThat(run(script, "a", "x").written()).containsExactly(Map.entry("a.out", "end\n"));
    }

    private static TestWork set(String... paths) {
        var members = new LinkedHashMap<String, TestContent>();
        for (var path : paths) {
            members.put(path, TestContent.of(("of " + path + "\n").getBytes(UTF_8)));
        }
        return TestWork.onSet("in/a.zip.every-count", ContentType.CSV, members, true);
    }

    /** Prints the name and the content of each file in the directory. */
    private static LegacyContract listing() {
        var list = "cd \"$1\" && for f in *; do printf '%s: ' \"$f\"; cat -- \"$f\"; done";
        return contract(
                List.of("sh", "-c", list, "sh", "{input}"), InputMode.DIRECTORY, OutputMode.STDOUT);
    }

    @Test
    void givesTheMembersOfASetAsFilesOfTheirOwnNames() throws Exception {
        var work = set("in/a.zip/b +%.csv", "in/a.zip/-rf", "in/a.zip/../..", "in/a.zip/x/é.csv");

        run(listing(), work);

        assertThat(work.text("in/a.zip.every-count.out"))
                .isEqualTo(
                        """
                        __: of in/a.zip/../..
                        _rf: of in/a.zip/-rf
                        b +%.csv: of in/a.zip/b +%.csv
                        é.csv: of in/a.zip/x/é.csv
                        """);
    }

    @Test
    void putsANumberBeforeTheNameOfAMemberThatAnEarlierOneHas() throws Exception {
        var work = set("in/a/x.csv", "in/3-x.csv", "in/b/x.csv", "in/c/x.csv");

        run(listing(), work);

        assertThat(work.text("in/a.zip.every-count.out"))
                .isEqualTo(
                        """
                        3-x.csv: of in/3-x.csv
                        4-x.csv: of in/c/x.csv
                        7-x.csv: of in/b/x.csv
                        x.csv: of in/a/x.csv
                        """);
    }

    @Test
    void givesTheListOfASetToAProgramThatTakesAFile() throws Exception {
        var size =
                contract(
                        List.of("sh", "-c", "wc -c < \"$1\"", "sh", "{input}"),
                        InputMode.FILE,
                        OutputMode.STDOUT);
        var work = set("in/a.zip/b.csv");

        run(size, work);

        assertThat(work.text("in/a.zip.every-count.out").strip())
                .isEqualTo(String.valueOf(work.input().size()));
    }

    @Test
    void stopsBetweenTheMembersOfASet() {
        var work = set("in/a.csv", "in/b.csv", "in/c.csv").stopAtRead(1);

        assertThatThrownBy(() -> run(listing(), work)).isInstanceOf(InterruptedException.class);
        assertThat(work.bytesRead()).isEqualTo("of in/a.csv\n".length());
        assertThat(work.leftOpen()).isEmpty();
    }

    @Test
    void streamsStandardInputToStandardOutput() throws Exception {
        var filter = contract(List.of("tr", "a", "b"), InputMode.STDIN, OutputMode.STDOUT);
        var content = "a".repeat(5_000_000);

        var written = run(filter, "in/a.csv", content).written();

        assertThat(written).containsOnlyKeys("a.csv.out");
        assertThat(written.get("a.csv.out").equals("b".repeat(5_000_000))).isTrue();
        assertThat(log).isEmpty();
    }

    /** To print the end of a stream, tail holds as much as it may have to print. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsHowMuchMemoryAProgramAndItsChildrenHeld() throws Exception {
        var script =
                "(head -c 60000000 /dev/zero; while [ ! -e SEEN ]; do sleep 0.01; done) | tail -c 60000000 | wc -c > \"$2/count\"";
        var seen = app.resolve("seen");
        var work =
                new RecordingWork(scratch, "a", "x") {
                    @Override
                    public void programsHold(long bytes) {
                        super.programsHold(bytes);
                        if (bytes >= 60_000_000) {
                            letGoOn(seen);
                        }
                    }
                };

        run(script(script.replace("SEEN", "'" + seen + "'")), work);

        assertThat(work.written().get("a/count").strip()).isEqualTo("60000000");
        assertThat(work.programsPeakMemory()).isBetween(60_000_000L, 200_000_000L);
    }

    @Test
    void letsAProgramLeaveItsInputUnread() throws Exception {
        var head = contract(List.of("head", "-c", "3"), InputMode.STDIN, OutputMode.STDOUT);

        assertThat(run(head, "a", "abc".repeat(1_000_000)).written())
                .containsExactly(Map.entry("a.out", "abc"));
    }

    @Test
    void collectsNestedFilesInOrderWhateverTheirNames() throws Exception {
        var work =
                run(
                        script(
                                """
                                cd "$2"; mkdir -p z/y empty
                                echo 1 > z/y/deep.json; echo 2 > 'a b+%41.txt'; echo 3 > 東京; : > .none
                                printf 4 > 'new
                                line'
                                """),
                        "in.zip",
                        "x");

        assertThat(work.written())
                .containsExactly(
                        Map.entry("in.zip/.none", ""),
                        Map.entry("in.zip/a b+%41.txt", "2\n"),
                        Map.entry("in.zip/new\nline", "4"),
                        Map.entry("in.zip/z/y/deep.json", "1\n"),
                        Map.entry("in.zip/東京", "3\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ln -s /etc/passwd sub/link | wrote \"sub/link\", which is a symbolic link",
                "ln -s /etc sub/etc | wrote \"sub/etc\", which is a symbolic link",
                "mkfifo pipe | wrote \"pipe\", which is a device, a pipe or a socket",
                "cd ..; rm -r outputs; ln -s /etc outputs | removed or replaced its output directory",
                "cd ..; rm -r outputs | removed or replaced its output directory"
            })
    void refusesOutputsThatAreNoFiles(String trick, String refusal) {
        var script = script("cd \"$2\"; mkdir sub; echo fine > a.csv; " + trick);
        var work = new RecordingWork(scratch, "in/a.zip", "x");

        assertThatThrownBy(() -> run(script, work))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessage(
                        "Cannot collect the outputs of sh on s3://drops/in/a.zip: it %s. Only files and directories are collected.",
                        refusal);
        assertThat(work.written()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesANameThatCannotBecomeAKey() {
        var script = script("echo x > \"$2/$(printf '\\377.csv')\"");

        assertThatThrownBy(() -> run(script, "in/a.zip", "x"))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessageContaining(
                        "it wrote \"\ufffd.csv\", whose name isn't in UTF-8, the encoding of names here.");
    }

    @Test
    void allowsASuccessThatLeavesNothingWhereTheDefinitionDoes() throws Exception {
        var filter = script(":", "'exit': {'noOutput': 'succeed'}");

        assertThat(run(filter, "in/a.csv", "x").written()).isEmpty();
    }

    @Test
    void collectsWhatAProgramWritesWhereItStands() throws Exception {
        var work =
                run(
                        script("echo here > result.csv", "'workingFolder': 'outputs'"),
                        "in/a.csv",
                        "x");

        assertThat(work.written()).containsExactly(Map.entry("a.csv/result.csv", "here\n"));
    }

    @ParameterizedTest
    @CsvSource({"input, a.csv", "app, own.conf", "home, ''"})
    void startsWhereTheDefinitionSays(String folder, String content) throws Exception {
        Files.createFile(app.resolve("own.conf"));
        var script = script("ls -A > \"$2/list\"", "'workingFolder': '%s'".formatted(folder));

        assertThat(run(script, "in/a.csv", "x").written())
                .containsEntry("a.csv/list", content.isEmpty() ? "" : content + "\n");
    }

    @Test
    void tellsTheProgressThatAProgramPrints() throws Exception {
        var told = new ArrayList<String>();
        var work =
                new RecordingWork(scratch, "in/a.csv", "content") {
                    @Override
                    public Progress progress() {
                        return (done, total) -> {
                            told.add(done + "/" + total);
                            letGoOn(app.resolve("told-" + done));
                        };
                    }
                };

        run(
                script(
                        """
                        for row in 3 9; do
                          echo "row $row of 9"; while [ ! -e 'APP'/told-$row ]; do sleep 0.01; done
                        done
                        echo > "$2/o"
                        """
                                .replace("APP", app.toString()),
                        "'progress': 'row {done} of {total}'"),
                work);

        assertThat(told.stream().distinct().filter(progress -> !progress.equals("0/0")))
                .containsExactly("3/9", "9/9");
    }

    @Test
    void logsTheFirstAndTheLastLinesOfAProgramThatPrintsWithoutEnd() throws Exception {
        var lines = 300_000;

        run(script("seq %d; echo > \"$2/o\"".formatted(lines)), "a", "x");

        var logged = List.copyOf(log);
        assertThat(logged.size()).isEqualTo(CappedLog.FIRST_LINES + 2 + CappedLog.LAST_LINES);
        assertThat(logged.getFirst()).isEqualTo("stdout | 1");
        assertThat(logged.get(CappedLog.FIRST_LINES + 1))
                .isEqualTo("spillway | left out here: 289,800 lines that the program printed");
        assertThat(logged.getLast()).isEqualTo("stdout | 300000");
    }

    @Test
    void refusesASuccessThatLeavesNothing() {
        assertThatThrownBy(
                        () ->
                                run(
                                        script("mkdir \"$2/empty\"; echo nothing new >&2"),
                                        "in/a.csv",
                                        "x"))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessage(
                        """
                        Cannot run sh on s3://drops/in/a.csv: it exited 0 but wrote no output, no file in {outputs}, which counts as a failure. Check in the definition that its results are collected where it writes them, or allow it, exit: {noOutput: succeed}. Last lines of its error output:
                          nothing new\
                        """);
        assertThatThrownBy(
                        () ->
                                run(
                                        script(":", InputMode.STDIN, OutputMode.STDOUT),
                                        new RecordingWork(
                                                Files.createDirectory(scratch.resolve("2")),
                                                "a",
                                                "")))
                .hasMessageContaining("nothing on its standard output");
    }

    @Test
    void handsOverNothingOfAFailedRun() {
        var work = new RecordingWork(scratch, "in/a.csv", "x");

        var failure = catchThrowable(() -> run(script("echo half > \"$2/half\"; exit 75"), work));

        assertThat(failure).isInstanceOf(StageFailure.Transient.class);
        assertThat(work.written()).isEmpty();
    }

    @Test
    void givesAnEnvironmentOfItsOwn() throws Exception {
        var work = run(with(script("env | sort > \"$2/env\""), Map.of("RATE", "a b")), "a", "x");

        assertThat(variables(work))
                .containsEntry("RATE", "a b")
                .containsEntry("PATH", System.getenv("PATH"))
                .containsEntry("HOME", scratch.resolve("home").toString())
                .containsEntry("TMPDIR", scratch.resolve("tmp").toString())
                .containsEntry("LANG", "C.UTF-8")
                .containsEntry("TZ", "UTC");
        var ofTheShell = List.of("PWD", "OLDPWD", "SHLVL", "_");
        assertThat(variables(work).keySet())
                .filteredOn(name -> !ofTheShell.contains(name))
                .containsExactlyInAnyOrder(
                        "RATE", "PATH", "HOME", "TMPDIR", "LANG", "TZ", "SPILLWAY_RUN");
    }

    @Test
    void letsTheDefinitionChangeTheUsualVariables() throws Exception {
        var changed = with(script("env > \"$2/env\""), Map.of("TZ", "Europe/Rome", "LANG", "C"));

        assertThat(variables(run(changed, "a", "x")))
                .containsEntry("TZ", "Europe/Rome")
                .containsEntry("LANG", "C");
    }

    @Test
    void startsInAnEmptyDirectoryOfItsOwn() throws Exception {
        var work = run(script("pwd > \"$2/pwd\"; ls -A >> \"$2/pwd\"; echo x > litter"), "a", "x");

        assertThat(work.written())
                .containsExactly(Map.entry("a/pwd", scratch.resolve("home") + "\n"));
    }

    @Test
    void findsTheProgramsOwnFiles() throws Exception {
        Files.writeString(app.resolve("rates.txt"), "7");
        var copy =
                contract(
                        List.of("cp", "{app}/rates.txt", "{outputs}/used.txt"),
                        InputMode.FILE,
                        OutputMode.DIRECTORY);

        assertThat(run(copy, "a", "x").written()).containsEntry("a/used.txt", "7");
    }

    @Test
    void logsWhatTheProgramPrintsMadeHarmless() throws Exception {
        run(script("printf 'one\\033[2J\\a\\n'; echo two >&2; echo x > \"$2/x\""), "a", "x");

        assertThat(log).containsExactlyInAnyOrder("stdout | one\\x07", "stderr | two");
    }

    @Test
    void keepsUpWithAProgramThatFillsBothOutputs() throws Exception {
        var flood = "head -c 10000000 /dev/zero | tr '\\0' '%s' >&%d";
        var script =
                script(
                        "%s & %s; wait; echo x > \"$2/x\""
                                .formatted(flood.formatted("o", 1), flood.formatted("e", 2)));

        run(script, "a", "x");

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "stdout | " + "o".repeat(2_000) + " … (9,998,000 bytes more)",
                        "stderr | " + "e".repeat(2_000) + " … (9,998,000 bytes more)");
    }

    @Test
    void tellsThatTheInputIsLargerThanTheDisk() {
        var work = new RecordingWork(scratch, "in/a.csv", new byte[0], 5L << 60);

        assertThatThrownBy(() -> run(script(":"), work))
                .isInstanceOf(StageFailure.NoSpace.class)
                .hasMessageMatching(
                        "Cannot put s3://drops/in/a.csv on disk: it has 5 EiB and .*/input has \\S+ \\S+ left\\. "
                                + "Give the phase more disk: batch: \\{disk: …}\\.");
    }

    @Test
    void tellsThatTheProgramIsMissing() {
        var missing = contract(List.of("no-such-program"), InputMode.FILE, OutputMode.DIRECTORY);

        assertThatThrownBy(() -> run(missing, "a", "x"))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessageContaining("no directory of PATH holds such a program")
                .hasMessageContaining(System.getenv("PATH"));
    }

    @ParameterizedTest
    @MethodSource("argumentsThatNoProgramCanHave")
    void tellsThatTheSystemRefusesToStartTheProgram(String argument, String why) {
        var refused = contract(List.of("true", argument), InputMode.FILE, OutputMode.DIRECTORY);

        assertThatThrownBy(() -> run(refused, "a", "x"))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessageStartingWith("Cannot start true: ")
                .hasMessageContaining(why)
                .hasMessageEndingWith(
                        ". Check its command and environment in the definition, and that it runs on this machine by itself.");
    }

    static Stream<Arguments> argumentsThatNoProgramCanHave() {
        return Stream.of(
                Arguments.of("x".repeat(3_000_000), "Argument list too long"),
                Arguments.of("a\0b", "invalid null character in command"));
    }

    private static Map<String, String> variables(RecordingWork work) {
        return work.written()
                .get("a/env")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(toMap(part -> part[0], part -> part[1]));
    }
}
