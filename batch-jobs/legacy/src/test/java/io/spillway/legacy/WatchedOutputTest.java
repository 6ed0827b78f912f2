package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.definition.LogRule;
import io.spillway.pipeline.definition.ProgressPattern.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchedOutputTest {

    private final AtomicLong nanoTime = new AtomicLong(1_000);
    private final List<String> log = new ArrayList<>();

    private WatchedOutput watch(String settings) {
        return watch(LegacyPrograms.script("", settings));
    }

    private WatchedOutput watch(LegacyContract contract) {
        return new WatchedOutput(contract, log::add, nanoTime::get);
    }

    @Test
    void letsTheFirstRuleOfTheDefinitionDecideWhateverLineCameFirst() {
        var output =
                watch(
                        "'log': [{'line': 'memory', 'means': 'retry-bigger'}, {'line': 'failed', 'means': 'fail'}]");

        output.standardOutput("import failed");
        assertThat(output.rule()).map(LogRule::meaning).hasValue(ExitMeaning.FAIL);
        output.errorOutput("out of memory");
        output.errorOutput("import failed");

        assertThat(output.rule()).map(LogRule::meaning).hasValue(ExitMeaning.RETRY_BIGGER);
    }

    @Test
    void findsNoRuleWhereNoLineFits() {
        var output = watch("'log': [{'line': 'memory', 'means': 'retry'}]");

        output.standardOutput("memo");
        output.standardOutput("ry");

        assertThat(output.rule()).isEmpty();
    }

    @Test
    void neverGoesBackInProgress() {
        var output = watch("'progress': 'row {done} of {total}'");

        output.standardOutput("row 5 of 9");
        output.errorOutput("row 1 of 9");
        assertThat(output.progress()).hasValue(new Reading(5, 9));
        output.standardOutput("no row");
        output.standardOutput("row 6 of 12");

        assertThat(output.progress()).hasValue(new Reading(6, 12));
    }

    @Test
    void countsSilenceFromTheLastByteOrGrowthOfTheResult() {
        var output = watch("'silence': '1m'");

        nanoTime.addAndGet(Duration.ofSeconds(50).toNanos());
        assertThat(output.silentFor()).isEqualTo(Duration.ofSeconds(50));
        output.heard();
        nanoTime.addAndGet(Duration.ofSeconds(40).toNanos());
        output.resultHolds(10);
        nanoTime.addAndGet(Duration.ofSeconds(30).toNanos());
        output.resultHolds(10);

        assertThat(output.silentFor()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void keepsTheLastLinesOfTheErrorOutputOnly() {
        var output = watch(LegacyPrograms.script(""));

        output.standardOutput("a");
        output.errorOutput("b");

        assertThat(output.lastErrors()).containsExactly("b");
        assertThat(log).containsExactly("stdout | a", "stderr | b");
    }
}
