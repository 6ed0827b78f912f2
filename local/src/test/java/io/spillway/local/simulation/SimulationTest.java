package io.spillway.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private static final String SHARE_OF_PAIRS = "0.0005";
    private static final int SEEDS = 30;

    private Quiet quiet;

    @BeforeEach
    void quiet() {
        quiet = new Quiet();
    }

    @AfterEach
    void loud() {
        quiet.close();
    }

    @Test
    void keepsEveryPromiseWhateverStrikes() {
        var report = new ByteArrayOutputStream();
        var out = new PrintStream(report, true, StandardCharsets.UTF_8);
        var options = SimulationOptions.of("--pairs", SHARE_OF_PAIRS, "--random", "" + SEEDS);

        var seen = new Campaign(options, out).run();

        System.out.print(report.toString(StandardCharsets.UTF_8));
        assertThat(seen.broken()).isEmpty();
        assertThat(seen.faults()).containsOnlyKeys(Fault.values());
        assertThat(seen.schedules()).isGreaterThan(Scenarios.ALL.size() * (SEEDS + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole@", "whole@60:freeze,80:crash-after", "whole@seed=7"})
    void runsTheSameScheduleTwiceInTheSameOrder(String spelling) {
        assertThat(replay(spelling)).isEqualTo(replay(spelling));
    }

    @Test
    void printsWhatStruckWhere() {
        assertThat(replay("inline@4:crash-after"))
                .contains(
                        "invocation-1       append entry 1 of convert in/a.csv: claimed   <=="
                                + " crash-after")
                .contains("invocation-2       append entry 3 of convert in/a.csv: committing")
                .doesNotContain("BROKEN");
    }

    private static String replay(String spelling) {
        var out = new ByteArrayOutputStream();
        Replay.print(spelling, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsNothingAgainOfWhatAnInvocationHadConverted() throws IOException {
        var world = new World(Scenarios.RESUMED, Plan.of(List.of())).run();

        var ledger =
                new ObjectLedger(world.store(), World.PLACES.workBucket(), Places.LEDGER_PREFIX);
        var item = world.events().published().getFirst().item();
        var states = ledger.history(item.id()).stream().map(Entry::state).toList();
        var succeeded =
                states.stream()
                        .filter(State.Succeeded.class::isInstance)
                        .map(State.Succeeded.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(Verdict.of(world)).isEmpty();
        assertThat(states).extracting(State::word).contains("released", "submitted");
        assertThat(succeeded.usage().bytesRead())
                .as("what the job read, of %d bytes", item.input().size())
                .isLessThan(item.input().size());
    }

    /** A scenario that expects something else must be found wanting, or nothing would be. */
    @Test
    void findsAnOutputThatIsNotThere() {
        var inline = Scenarios.INLINE;
        var wanting =
                new Scenario(
                        "wanting",
                        inline.definition(),
                        inline.drops(),
                        Map.of("convert/in/b.csv.jsonl", "?"),
                        inline.endings(),
                        inline.functionTimeout(),
                        inline.slowness(),
                        inline.jobAttempts(),
                        inline.jobTier());

        assertThat(Verdict.of(new World(wanting, Plan.of(List.of())).run()))
                .containsExactly(
                        new Violation(Promise.OUTPUTS_WHOLE, "convert/in/b.csv.jsonl is missing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    inline            | "inline" is no schedule: expected a scenario, @, and strikes or a seed, such as batch@21:lost-answer.
                    nothing@1:error   | There is no scenario "nothing": expected one of [inline, refused, archive, fan-in, batch, last-attempt, unheard, spill, checkpoint, resumed, together, untold, outgrown, outlived, array, whole].
                    inline@error      | "error" is no strike: expected the number of a point and a fault, such as 12:crash-before.
                    inline@1:flood    | Unknown fault "flood": expected one of [crash-before, crash-after, lost-answer, error, throttle, freeze, duplicate, duplicate-later, delay, lost-acknowledgement].
                    """)
    void saysWhatIsWrongWithAScheduleItCantReplay(String spelling, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> replay(spelling))
                .withMessage(message);
    }
}
