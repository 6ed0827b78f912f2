package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CappedLogTest {

    private static final String FULL =
            "spillway | the program has printed %s: from here on only the last 200 lines are logged, when it has ended";
    private static final String LEFT_OUT = "spillway | left out here: %s that the program printed";

    private final List<String> log = new ArrayList<>();
    private final CappedLog capped = new CappedLog(log::add);

    private void print(int lines) {
        IntStream.range(0, lines).forEach(i -> capped.add("line " + i));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CappedLog.FIRST_LINES})
    void passesOnEveryLineAsItComes(int lines) {
        print(lines);

        assertThat(log.size()).isEqualTo(lines);
        capped.close();
        assertThat(log.size()).isEqualTo(lines);
    }

    @Test
    void keepsLinesForTheEndOnceThereAreTooMany() {
        print(CappedLog.FIRST_LINES + 1);

        assertThat(log.size()).isEqualTo(CappedLog.FIRST_LINES + 1);
        assertThat(log.getLast()).isEqualTo(FULL.formatted("10,000 lines"));
        capped.close();
        assertThat(log.getLast()).isEqualTo("line 10000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, CappedLog.LAST_LINES})
    void leavesNothingOutAsLongAsTheLastLinesHoldIt(int more) {
        print(CappedLog.FIRST_LINES + more);
        capped.close();

        assertThat(log.size()).isEqualTo(CappedLog.FIRST_LINES + 1 + more);
        assertThat(log).noneMatch(line -> line.startsWith("spillway | left out"));
    }

    @Test
    void tellsHowMuchIsLeftOutBetweenTheFirstLinesAndTheLast() {
        print(1_000_000);
        capped.close();

        assertThat(log.size()).isEqualTo(CappedLog.FIRST_LINES + 1 + 1 + CappedLog.LAST_LINES);
        assertThat(log.get(CappedLog.FIRST_LINES - 1)).isEqualTo("line 9999");
        assertThat(log.get(CappedLog.FIRST_LINES + 1))
                .isEqualTo(LEFT_OUT.formatted("989,800 lines"));
        assertThat(log.get(CappedLog.FIRST_LINES + 2)).isEqualTo("line 999800");
        assertThat(log.getLast()).isEqualTo("line 999999");
    }

    @Test
    void countsLongLinesByWhatTheyHold() {
        var line = "x".repeat(1 << 10);
        IntStream.range(0, 5_000).forEach(_ -> capped.add(line));

        assertThat(log.size()).isEqualTo((4 << 10) + 1);
        assertThat(log.getLast()).isEqualTo(FULL.formatted("4,096 lines"));
    }

    @Test
    void passesOnNothingOnceItIsClosed() {
        print(1);
        capped.close();
        capped.close();
        print(1);

        assertThat(log).containsExactly("line 0");
    }

    @Test
    void passesOnWhatIsOursWhateverThereWasBefore() {
        print(CappedLog.FIRST_LINES + 1_000);
        capped.say("killing what outlived the program");

        assertThat(log.getLast()).isEqualTo("spillway | killing what outlived the program");
    }
}
