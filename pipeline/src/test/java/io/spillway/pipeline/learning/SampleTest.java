package io.spillway.pipeline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.learning.RateKey.Side;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.work.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {

    private static final long MIB = 1 << 20;

    private static Optional<Sample> of(PhaseEvent event) {
        return Sample.of(event, Runs.DEFINITION, 1);
    }

    @Test
    void tellsTheRateOfAnInlineRunWithoutTheTimeThatRequestsTake() {
        var sample = of(Runs.inline("convert", ContentType.CSV, 20 * MIB, 0, 1_100)).orElseThrow();

        assertThat(sample.key()).isEqualTo(new RateKey("convert", ContentType.CSV, Side.FUNCTION));
        assertThat(sample.bytesPerSecond()).isCloseTo(20.0 * MIB, within(1.0));
        assertThat(sample.ended()).isEqualTo(Runs.ENDED);
    }

    @Test
    void leavesAtLeastHalfOfTheTime() {
        var sample = of(Runs.inline("convert", ContentType.CSV, MIB, 0, 100)).orElseThrow();

        assertThat(sample.bytesPerSecond()).isCloseTo(20.0 * MIB, within(1.0));
    }

    /** What comes out of a packed input is what was in it. */
    @ParameterizedTest
    @CsvSource({"ZIP, 10, 50, 50", "ZIP, 60, 50, 60", "CSV, 10, 50, 10"})
    void countsBytesAfterUnpacking(ContentType type, long in, long out, long counted) {
        var sample = of(Runs.inline("unpack", type, in * MIB, out * MIB, 1_100)).orElseThrow();

        assertThat(sample.bytesPerSecond()).isCloseTo((double) counted * MIB, within(1.0));
    }

    @Test
    void reckonsForAWholeCpu() {
        var event = Runs.inline("convert", ContentType.CSV, 20 * MIB, 0, 1_100);

        assertThat(Sample.of(event, Runs.DEFINITION, 0.25).orElseThrow().bytesPerSecond())
                .isCloseTo(80.0 * MIB, within(4.0));
    }

    /** Phase convert has half a vCPU in Batch, phase unpack two, of which a thread gets one. */
    @ParameterizedTest
    @CsvSource({"convert, 40", "unpack, 20"})
    void reckonsForAWholeCpuInBatch(String phase, long mibPerSecond) {
        var sample = of(Runs.batch(phase, ContentType.CSV, 20 * MIB, 1_100)).orElseThrow();

        assertThat(sample.key().side()).isEqualTo(Side.BATCH);
        assertThat(sample.bytesPerSecond()).isCloseTo((double) mibPerSecond * MIB, within(2.0));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.0625", "8, 0.5", "16, 1", "1000, 1"})
    void weighsAsMuchAsItsSizeTells(long mib, double weight) {
        assertThat(
                        of(Runs.inline("convert", ContentType.CSV, mib * MIB, 0, 60_000))
                                .orElseThrow()
                                .weight())
                .isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource({
        "1048575, 1000, too small to tell a rate",
        "0, 1000, nothing was read",
        "1048576, 0, no time",
        "1048576, -5, a clock that was set back",
        "1048576, 3600000, slower than a kilobyte a second",
        "100000000000, 1, faster than memory",
        "9000000000000000, 1209600001, longer than a fortnight",
    })
    void ignoresWhatCanNotBe(long bytes, long millis, String why) {
        assertThat(of(Runs.inline("convert", ContentType.CSV, bytes, 0, millis))).as(why).isEmpty();
    }

    @Test
    void ignoresOtherEndings() {
        var succeeded = Runs.inline("convert", ContentType.CSV, 20 * MIB, 0, 1_000);
        var failed =
                PhaseEvent.of(
                        Runs.ENDED,
                        succeeded.item(),
                        succeeded.route(),
                        1,
                        new PhaseEvent.Happening.Failed(
                                new Failure(Failure.Kind.BUG, "It broke.")));
        var finishedElsewhere =
                PhaseEvent.of(
                        Runs.ENDED,
                        succeeded.item(),
                        new Route.Rejected("no"),
                        1,
                        succeeded.happening());

        assertThat(of(failed)).isEmpty();
        assertThat(of(finishedElsewhere)).isEmpty();
        assertThat(of(Runs.inline("gone", ContentType.CSV, 20 * MIB, 0, 1_000))).isEmpty();
    }

    @Test
    void namesALegacyProgramByThePhaseThatRunsIt() {
        assertThat(of(Runs.batch("settle", ContentType.CSV, 20 * MIB, 1_000)).orElseThrow().key())
                .isEqualTo(new RateKey("legacy:settle", ContentType.CSV, Side.BATCH));
    }
}
