package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.definition.ExitTable;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.definition.LinePattern;
import io.spillway.pipeline.definition.LogRule;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    private static ProgramRun run(RunEnd end, Optional<LogRule> said, String... lastLines) {
        return new ProgramRun(
                "settle",
                new ObjectLocation("drops", "in/a.csv"),
                end,
                Duration.ofMillis(1234),
                said,
                List.of(lastLines));
    }

    private static void judge(int status, String... lastLines) throws StageFailure {
        Verdict.demandSuccess(
                LegacyPrograms.EXITS, run(new RunEnd.Exited(status), Optional.empty(), lastLines));
    }

    private static Optional<LogRule> said(ExitMeaning meaning) {
        return Optional.of(new LogRule(new LinePattern("row * bad"), meaning));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void letsSuccessPass(int status) {
        assertThatCode(() -> judge(status)).doesNotThrowAnyException();
    }

    @Test
    void tellsWhatTheProgramSaidLast() {
        assertThatThrownBy(() -> judge(3, "reading", "line 4: no date"))
                .isInstanceOf(StageFailure.BadInput.class)
                .hasMessage(
                        """
                        Cannot run settle on s3://drops/in/a.csv: it exited 3 after 1.2s, which the definition calls bad input. Last lines of its error output:
                          reading
                          line 4: no date\
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "75  | Transient | it exited 75 after 1.2s, which the definition calls worth another attempt.",
                "5   | Bug | it exited 5 after 1.2s, which the definition calls a failure.",
                "1   | Bug | it exited 1 after 1.2s, which the definition gives no meaning, so it counts as a failure.",
                "143 | Bug | it was killed by SIGTERM (exit status 143) after 1.2s, which the definition gives no meaning, so it counts as a failure.",
                "139 | Bug | it was killed by SIGSEGV (exit status 139) after 1.2s, which the definition gives no meaning, so it counts as a failure.",
                "137 | HostTooSmall | it was killed by SIGKILL (exit status 137) after 1.2s, as happens when memory runs out.",
                "255 | Bug | it exited 255 after 1.2s, which the definition gives no meaning, so it counts as a failure."
            })
    void givesEachStatusItsKindAndMessage(int status, String kind, String why) {
        assertThatThrownBy(() -> judge(status))
                .hasMessage(
                        "Cannot run settle on s3://drops/in/a.csv: %s It wrote nothing to its error output.",
                        why)
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(kind));
    }

    @Test
    void followsTheTableWhereAnUncommonStatusStandsInIt() {
        var table =
                new ExitTable(
                        Map.of(0, ExitMeaning.FAIL, 137, ExitMeaning.BAD_INPUT),
                        ExitMeaning.FAIL,
                        ExitMeaning.FAIL,
                        ExitMeaning.FAIL,
                        List.of());

        assertThat(Verdict.of(table, run(new RunEnd.Exited(0), Optional.empty())).meaning())
                .isEqualTo(ExitMeaning.FAIL);
        assertThat(Verdict.of(table, run(new RunEnd.Exited(137), Optional.empty())).meaning())
                .isEqualTo(ExitMeaning.BAD_INPUT);
    }

    @Test
    void letsWhatAProgramPrintedDecideBeforeItsExitStatus() {
        assertThatThrownBy(
                        () ->
                                Verdict.demandSuccess(
                                        LegacyPrograms.EXITS,
                                        run(new RunEnd.Exited(0), said(ExitMeaning.BAD_INPUT))))
                .isInstanceOf(StageFailure.BadInput.class)
                .hasMessage(
                        "Cannot run settle on s3://drops/in/a.csv: it exited 0 after 1.2s, having printed a line like \"row * bad\", which the definition calls bad input. It wrote nothing to its error output.");
    }

    @ParameterizedTest
    @EnumSource(ExitMeaning.class)
    void takesEveryMeaningFromALineOfAProgramThatEndedByItself(ExitMeaning meaning) {
        var run = run(new RunEnd.Exited(1), said(meaning));

        assertThat(Verdict.of(LegacyPrograms.EXITS, run).meaning()).isEqualTo(meaning);
    }

    static Stream<RunEnd> notByItself() {
        return Stream.of(
                new RunEnd.Exited(137),
                new RunEnd.Exited(139),
                new RunEnd.OutOfTime(Duration.ofMinutes(2)),
                new RunEnd.Silent(Duration.ofMinutes(2)));
    }

    /** Its outputs may be cut off. */
    @ParameterizedTest
    @MethodSource("notByItself")
    void takesNoLineForASuccessOfAProgramThatWasStoppedOrKilled(RunEnd end) {
        var verdict = Verdict.of(LegacyPrograms.EXITS, run(end, said(ExitMeaning.SUCCEED)));

        assertThat(verdict.meaning()).isNotEqualTo(ExitMeaning.SUCCEED);
    }

    @ParameterizedTest
    @MethodSource("notByItself")
    void takesALineForTheReasonWhyAProgramHadToBeStopped(RunEnd end) {
        var verdict = Verdict.of(LegacyPrograms.EXITS, run(end, said(ExitMeaning.RETRY)));

        assertThat(verdict.meaning()).isEqualTo(ExitMeaning.RETRY);
    }

    @Test
    void saysWhichLimitStoppedAProgram() {
        assertThatThrownBy(
                        () ->
                                Verdict.demandSuccess(
                                        LegacyPrograms.EXITS,
                                        run(
                                                new RunEnd.Silent(Duration.ofMinutes(5)),
                                                Optional.empty())))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessage(
                        "Cannot run settle on s3://drops/in/a.csv: it printed nothing for 5m, its silence limit, and was stopped after 1.2s, which counts as a failure. Raise silence in the definition if it may be quiet for longer. It wrote nothing to its error output.");
    }

    @Test
    void followsTheTableAtALimitAndWhereNothingWasWritten() {
        var table =
                new ExitTable(
                        Map.of(),
                        ExitMeaning.RETRY_BIGGER,
                        ExitMeaning.RETRY,
                        ExitMeaning.SUCCEED,
                        List.of());
        var limit = Duration.ofMinutes(2);

        assertThat(Verdict.of(table, run(new RunEnd.OutOfTime(limit), Optional.empty())).meaning())
                .isEqualTo(ExitMeaning.RETRY_BIGGER);
        assertThat(Verdict.of(table, run(new RunEnd.Silent(limit), Optional.empty())).meaning())
                .isEqualTo(ExitMeaning.RETRY);
        assertThat(
                        Verdict.of(
                                        table,
                                        run(
                                                new RunEnd.WithoutOutput(0, "no file"),
                                                Optional.empty()))
                                .meaning())
                .isEqualTo(ExitMeaning.SUCCEED);
    }
}
