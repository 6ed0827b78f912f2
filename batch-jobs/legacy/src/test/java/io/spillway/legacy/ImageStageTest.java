package io.spillway.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.legacy.TaskContainers.Ended;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.LegacyContract.WorkingFolder;
import io.spillway.pipeline.job.ImageTask;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program in another container is given, and what its end means. */
@Timeout(180)
class ImageStageTest {

    @TempDir private Path volume;

    private TaskRoom room() {
        return new TaskRoom(volume.resolve("task"));
    }

    private static LegacyContract contract(InputMode input, Optional<Duration> timeLimit) {
        return new LegacyContract(
                List.of("{input}", "{outputs}"),
                Optional.of("reports/settle:7"),
                input,
                OutputMode.DIRECTORY,
                WorkingFolder.HOME,
                Map.of(),
                LegacyPrograms.EXITS,
                Optional.empty(),
                timeLimit,
                Optional.empty(),
                Duration.ofSeconds(1));
    }

    /** The program's container: what it does with the volume, and how it ends. */
    private interface Program {
        Optional<Ended> end() throws IOException;
    }

    private static TaskContainers task(Program program) {
        return container -> container.equals(ImageTask.PROGRAM) ? program.end() : gateEnded(0);
    }

    private static Optional<Ended> gateEnded(int status) {
        return Optional.of(new Ended(Optional.of(status), false));
    }

    private static Optional<Ended> exited(int status) {
        return Optional.of(new Ended(Optional.of(status), false));
    }

    private RecordingWork work() {
        return new RecordingWork(volume, "in/Größe +%.csv", "a,b\n");
    }

    private RecordingWork run(TaskContainers task) throws Exception {
        var work = work();
        new ImageStage(contract(InputMode.FILE, Optional.empty()), task, room()).run(work);
        return work;
    }

    private Program writing(String name, String content, int status) {
        return () -> {
            Files.writeString(room().outputs().resolve(name), content);
            return exited(status);
        };
    }

    @Test
    void collectsWhatTheProgramWrote() throws Exception {
        var work = run(task(writing("total.txt", "7", 0)));

        assertThat(work.written()).isEqualTo(Map.of("Größe +%.csv/total.txt", "7"));
    }

    @Test
    void givesAFileTheSameNameWhateverTheObjectIsCalled() throws Exception {
        run(
                task(
                        () -> {
                            var input = room().input().resolve("input");
                            return writing("copy", Files.readString(input), 0).end();
                        }));

        assertThat(room().outputs().resolve("copy")).hasContent("a,b\n");
    }

    @Test
    void leavesAFileInItsDirectoryItsOwnName() throws Exception {
        var stage =
                new ImageStage(
                        contract(InputMode.DIRECTORY, Optional.empty()),
                        task(writing("o", "1", 0)),
                        room());

        stage.run(work());

        assertThat(room().input().resolve("Größe +%.csv")).hasContent("a,b\n");
    }

    @Test
    void givesTheMembersOfASetAsFilesThatAnyUserMayRead() throws Exception {
        var members = new LinkedHashMap<String, TestContent>();
        members.put("in/a.zip/north/sales.csv", TestContent.of("1\n".getBytes(UTF_8)));
        members.put("in/a.zip/south/sales.csv", TestContent.of("2\n".getBytes(UTF_8)));
        var work = TestWork.onSet("in/a.zip.every-count", ContentType.CSV, members, true);
        var given = new TreeMap<String, String>();
        Program reading =
                () -> {
                    try (var files = Files.list(room().input())) {
                        for (var file : files.toList()) {
                            given.put(
                                    file.getFileName() + " " + permissions(file),
                                    Files.readString(file));
                        }
                    }
                    return writing("total", "3", 0).end();
                };

        new ImageStage(contract(InputMode.DIRECTORY, Optional.empty()), task(reading), room())
                .run(work);

        assertThat(given)
                .isEqualTo(Map.of("sales.csv rw-r--r--", "1\n", "2-sales.csv rw-r--r--", "2\n"));
        assertThat(work.text("in/a.zip.every-count/total")).isEqualTo("3");
    }

    @Test
    void letsAnyUserReadTheInputAndWriteOutputsAndNothingElse() throws Exception {
        run(task(writing("o", "1", 0)));

        assertThat(permissions(room().folder())).isEqualTo("rwxr-xr-x");
        assertThat(permissions(room().input())).isEqualTo("rwxr-xr-x");
        assertThat(permissions(room().input().resolve("input"))).isEqualTo("rw-r--r--");
        assertThat(permissions(room().outputs())).isEqualTo("rwxrwxrwx");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void opensTheGateOnlyWhenTheInputIsThere() throws Exception {
        assertThat(room().isOpen()).isFalse();

        run(
                task(
                        () -> {
                            assertThat(room().isOpen()).isTrue();
                            assertThat(room().input().resolve("input")).hasContent("a,b\n");
                            return writing("o", "1", 0).end();
                        }));
    }

    @ParameterizedTest
    @CsvSource({
        "1, Bug, 'exited 1 after'",
        "3, BadInput, 'which the definition calls bad input'",
        "75, Transient, 'worth another attempt'",
        "137, HostTooSmall, 'as happens when memory runs out'",
    })
    void putsTheProgramsExitThroughTheTable(int status, String failure, String because) {
        assertThatThrownBy(() -> run(task(writing("half", "1", status))))
                .isInstanceOf(StageFailure.class)
                .hasMessageStartingWith("Cannot run reports/settle:7 on s3://drops/in/Größe +%.csv")
                .hasMessageContaining(because)
                .extracting(thrown -> thrown.getClass().getSimpleName())
                .isEqualTo(failure);
    }

    @Test
    void showsNothingOfAFailedRun() {
        var work = work();
        var stage =
                new ImageStage(
                        contract(InputMode.FILE, Optional.empty()),
                        task(writing("half", "1", 1)),
                        room());

        assertThatThrownBy(() -> stage.run(work)).isInstanceOf(StageFailure.Bug.class);
        assertThat(work.written()).isEmpty();
    }

    @Test
    void callsASuccessWithoutOutputAFailure() {
        assertThatThrownBy(() -> run(task(() -> exited(0))))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessageContaining("exited 0 but wrote no output, no file in {outputs}");
    }

    @Test
    void givesUpAProgramThatIsOverItsTimeLimit() {
        var limit = Optional.of(Duration.ofMinutes(5));
        var time = new HeldTime();
        Program slow =
                () -> {
                    time.pass(Duration.ofMinutes(2));
                    return Optional.empty();
                };
        var stage =
                new ImageStage(
                        contract(InputMode.FILE, limit),
                        task(slow),
                        room(),
                        () -> Long.MAX_VALUE,
                        time);

        assertThatThrownBy(() -> stage.run(work()))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessageContaining("it wasn't done after 5m, its time limit, and was stopped");
    }

    @Test
    void givesUpAProgramThatHasNearlyFilledTheDiskWhereverItWrote() {
        var free = List.of(1_000L << 20, 50L << 20, 40L << 20).iterator();
        var stage =
                new ImageStage(
                        contract(InputMode.FILE, Optional.empty()),
                        task(Optional::empty),
                        room(),
                        free::next,
                        new HeldTime());

        assertThatThrownBy(() -> stage.run(work()))
                .isInstanceOf(StageFailure.NoSpace.class)
                .hasMessage(
                        "Cannot run reports/settle:7 on s3://drops/in/Größe +%.csv: the disk of its task has 40 MiB left, less than the 50 MiB that are kept. Give the phase more disk: batch: {disk: …}.");
    }

    @Test
    void takesNoEndForTheProgramsOwnThatComesWithTheEndOfItsTask() {
        var work = work();
        var looks = new int[1];
        Program stopped =
                () -> {
                    if (++looks[0] == 2) {
                        work.askToStop();
                    }
                    Files.writeString(room().outputs().resolve("half"), "1");
                    return Optional.of(new Ended(Optional.of(0), true));
                };
        var stage =
                new ImageStage(contract(InputMode.FILE, Optional.empty()), task(stopped), room());

        assertThatThrownBy(() -> stage.run(work)).isInstanceOf(InterruptedException.class);
        assertThat(work.written()).isEmpty();
    }

    @Test
    void asksAgainWhenTheTasksMetadataIsSilentForAMoment() throws Exception {
        var looks = new int[1];

        var work =
                run(
                        task(
                                () -> {
                                    if (looks[0]++ == 0) {
                                        throw new IOException("no answer");
                                    }
                                    return writing("o", "1", 0).end();
                                }));

        assertThat(work.written()).hasSize(1);
    }

    @Test
    void failsWhenTheTasksMetadataStaysSilent() {
        var time = new HeldTime();
        var looks = new int[1];
        Program silent =
                () -> {
                    looks[0]++;
                    time.pass(Duration.ofSeconds(30));
                    throw new IOException("no answer");
                };
        var stage =
                new ImageStage(
                        contract(InputMode.FILE, Optional.empty()),
                        task(silent),
                        room(),
                        () -> Long.MAX_VALUE,
                        time);

        assertThatThrownBy(() -> stage.run(work()))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer");
        assertThat(looks[0]).isEqualTo(3);
    }

    @Test
    void callsAnImageThatCannotBeRunAMistake() {
        assertThatThrownBy(() -> run(task(() -> Optional.of(new Ended(Optional.empty(), false)))))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessage(
                        "Cannot run image reports/settle:7: its container ended without having run. Check that the image is there, that it may be pulled, and that the command can be run in it.");
    }

    @Test
    void triesAgainWhereTheGateFailed() {
        TaskContainers task =
                container ->
                        container.equals(ImageTask.GATE)
                                ? gateEnded(137)
                                : Optional.of(new Ended(Optional.empty(), false));

        assertThatThrownBy(() -> run(task))
                .isInstanceOf(StageFailure.Transient.class)
                .hasMessageContaining("the container \"gate\" that it waits for ended with 137");
    }
}
