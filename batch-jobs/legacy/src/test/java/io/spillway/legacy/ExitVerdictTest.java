package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitVerdictTest {

    private static void judge(int status, String... lastLines) throws StageFailure {
        var run =
                new ProgramRun(
                        "settle",
                        new ObjectLocation("drops", "in/a.csv"),
                        status,
                        Duration.ofMillis(1234),
                        List.of(lastLines));
        ExitVerdict.demandSuccess(LegacyPrograms.script(""), run);
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
                "137 | Bug | it was killed by SIGKILL (exit status 137) after 1.2s, as happens when memory runs out: give the phase more, batch: {memory: …}.",
                "255 | Bug | it exited 255 after 1.2s, which the definition gives no meaning, so it counts as a failure."
            })
    void givesEachStatusItsKindAndMessage(int status, String kind, String why) {
        assertThatThrownBy(() -> judge(status))
                .hasMessage(
                        "Cannot run settle on s3://drops/in/a.csv: %s It wrote nothing to its error output.",
                        why)
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(kind));
    }
}
