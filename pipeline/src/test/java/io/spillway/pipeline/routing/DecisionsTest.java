package io.spillway.pipeline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.definition.KeyPattern;
import io.spillway.pipeline.definition.Match;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class DecisionsTest {

    private static final long MIB = 1 << 20;

    /** One vCPU, a minute left. */
    private static final FunctionLimits FUNCTION =
            new FunctionLimits(1_769 * MIB, Duration.ofMinutes(1));

    /** A byte a millisecond, so that predicted times are easy to read. */
    private static final StageCost SLOW = new StageCost(Rate.builtIn(1_000), 64 * MIB);

    private static final StageCost FAST = new StageCost(Rate.builtIn(100 * MIB), 64 * MIB);

    private static ObjectVersion object(String key, long size) {
        return new ObjectVersion(new ObjectLocation("drop", key), Optional.of("v"), "e", size);
    }

    private static Phase phase(Optional<InlineLimits> inline, Optional<BatchNeeds> batch) {
        return new Phase(
                "convert",
                List.of(new Trigger.Upload()),
                new Match(
                        List.of(new KeyPattern("in/**")), Set.of(ContentType.CSV, ContentType.TSV)),
                new StageSpec.Named("convert", Map.of()),
                inline,
                batch,
                "convert/");
    }

    private static Phase phase(long upTo, Duration within) {
        return phase(
                Optional.of(new InlineLimits(new ByteSize(upTo), within)),
                Optional.of(BatchNeeds.DEFAULT));
    }

    private static InputFacts csv(Unpacked unpacked) {
        return new InputFacts(ContentType.CSV, Optional.of(ContentType.CSV), unpacked);
    }

    private static Route route(
            Phase phase, Unpacked unpacked, StageCost cost, FunctionLimits function) {
        return Decisions.route(
                phase, object("in/a.csv", 10), csv(unpacked), Optional.of(cost), function);
    }

    @ParameterizedTest
    @CsvSource({"999, inline", "1000, inline", "1001, batch"})
    void spillsOverBeyondTheSizeThatThePhaseTakesInline(long bytes, String word) {
        var phase = phase(1000, Duration.ofMinutes(1));

        assertThat(route(phase, new Unpacked.Plain(bytes), FAST, FUNCTION).word()).isEqualTo(word);
    }

    /** 200 ms go to overhead. */
    @ParameterizedTest
    @CsvSource({"4799, inline", "4800, inline", "4801, batch"})
    void spillsOverBeyondTheTimeThatThePhaseTakesInline(long bytes, String word) {
        var phase = phase(MIB, Duration.ofSeconds(5));

        assertThat(route(phase, new Unpacked.Plain(bytes), SLOW, FUNCTION).word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"2799, inline", "2800, inline", "2801, batch"})
    void spillsOverBeyondTheTimeThatTheFunctionHasLeft(long bytes, String word) {
        var phase = phase(MIB, Duration.ofMinutes(1));
        var function = new FunctionLimits(1_769 * MIB, Duration.ofSeconds(3));

        assertThat(route(phase, new Unpacked.Plain(bytes), SLOW, function).word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"255, batch", "256, inline", "257, inline"})
    void spillsOverWhereTheFunctionHasTooLittleMemory(long memoryMib, String word) {
        var phase = phase(MIB, Duration.ofMinutes(1));
        var function = new FunctionLimits(memoryMib * MIB, Duration.ofMinutes(1));

        assertThat(route(phase, new Unpacked.Plain(10), FAST, function).word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"1769, 20.2s", "3538, 20.2s", "884, 40.2s"})
    void reckonsWithTheShareOfACpuThatTheFunctionsMemoryBuys(long memoryMib, String time) {
        var phase = phase(MIB, Duration.ofMinutes(1));
        var function = new FunctionLimits(memoryMib * MIB, Duration.ofMinutes(1));

        assertThat(route(phase, new Unpacked.Plain(20_000), SLOW, function).reason())
                .contains("about " + time);
    }

    @Test
    void countsBytesAfterUnpacking() {
        var phase = phase(8 * MIB, Duration.ofMinutes(1));
        var unpacked =
                new Unpacked.Exact(9 * MIB, 12, "as its central directory of 12 entries says");

        assertThat(route(phase, unpacked, FAST, FUNCTION))
                .isEqualTo(
                        new Route.Batch(
                                "9 MiB unpacked, as its central directory of 12 entries says: more"
                                    + " than the 8 MiB that phase convert takes inline.",
                                OptionalLong.of(1)));
    }

    @Test
    void trustsNoSizeThatMayBeFarLarger() {
        var phase = phase(8 * MIB, Duration.ofMinutes(1));

        assertThat(
                        route(
                                phase,
                                new Unpacked.AtLeast(MIB, "as its first frame says"),
                                FAST,
                                FUNCTION))
                .isEqualTo(
                        new Route.Batch(
                                "At least 1 MiB unpacked, as its first frame says, and perhaps far"
                                    + " more: too uncertain for phase convert to take inline.",
                                OptionalLong.of(1)));
    }

    @Test
    void saysInASentenceWhyAnObjectRunsInline() {
        var phase = phase(8 * MIB, Duration.ofSeconds(30));

        assertThat(route(phase, new Unpacked.Plain(MIB), FAST, FUNCTION))
                .isEqualTo(
                        new Route.Inline(
                                "Csv of 1 MiB: about 210 ms at 104 MB/s as measured by us, within 8"
                                    + " MiB and 30s."));
    }

    @Test
    void saysWhichNumberItReckonedWith() {
        var learned =
                new StageCost(new Rate(1_000, new Rate.Source.Learned(212, Instant.EPOCH)), 0);

        assertThat(
                        route(
                                phase(MIB, Duration.ofSeconds(5)),
                                new Unpacked.Plain(10_000),
                                learned,
                                FUNCTION))
                .isEqualTo(
                        new Route.Batch(
                                "9.8 KiB would take about 10.2s at 1 kB/s learned from 212 runs:"
                                    + " more than the 5s that phase convert takes inline."));
    }

    /** 1,000 bytes/s; a factor of 4 makes 4.8 s of work out of 1.2 s. */
    @ParameterizedTest
    @CsvSource({
        "1199, false",
        "1201, true",
        "19199, true",
        "19201, false",
        "2000000, false",
    })
    void asksForARateOnlyWhereItCouldChangeTheRoute(long bytes, boolean hangs) {
        var phase = phase(MIB, Duration.ofSeconds(5));

        assertThat(Decisions.hangsOnRate(phase, csv(new Unpacked.Plain(bytes)), SLOW, 4, FUNCTION))
                .isEqualTo(hangs);
    }

    @Test
    void asksForNoRateWhereThePhaseAlwaysRunsInBatch() {
        var phase = phase(Optional.empty(), Optional.of(BatchNeeds.DEFAULT));

        assertThat(Decisions.hangsOnRate(phase, csv(new Unpacked.Plain(10_000)), SLOW, 4, FUNCTION))
                .isFalse();
    }

    @Test
    void rejectsWhatCanNotBeUnpacked() {
        var phase = phase(MIB, Duration.ofMinutes(1));

        assertThat(
                        route(
                                phase,
                                new Unpacked.Broken("it ends after 10 bytes. Upload it again."),
                                FAST,
                                FUNCTION))
                .isEqualTo(
                        new Route.Rejected(
                                "Cannot unpack s3://drop/in/a.csv: it ends after 10 bytes. Upload"
                                    + " it again."));
    }

    @Test
    void sendsAPhaseWithoutInlineLimitsToBatch() {
        var phase = phase(Optional.empty(), Optional.of(BatchNeeds.DEFAULT));

        assertThat(route(phase, new Unpacked.Plain(1), FAST, FUNCTION))
                .isEqualTo(new Route.Batch("Phase convert always runs in Batch."));
    }

    @Test
    void sendsAStageThatTheFunctionHasNotToBatch() {
        var route =
                Decisions.route(
                        phase(MIB, Duration.ofMinutes(1)),
                        object("in/a.csv", 1),
                        csv(new Unpacked.Plain(1)),
                        Optional.empty(),
                        FUNCTION);

        assertThat(route).isInstanceOf(Route.Batch.class);
    }

    @Test
    void rejectsWhatIsTooLargeForAPhaseThatNeverRunsInBatch() {
        var phase =
                phase(
                        Optional.of(new InlineLimits(new ByteSize(10), Duration.ofMinutes(1))),
                        Optional.empty());

        assertThat(route(phase, new Unpacked.Plain(11), FAST, FUNCTION))
                .isEqualTo(
                        new Route.Rejected(
                                "Cannot process s3://drop/in/a.csv: 11 bytes: more than the 10"
                                    + " bytes that phase convert takes inline. The phase never runs"
                                    + " in Batch. Raise its inline limits, or give it a batch"
                                    + " section."));
    }

    @Test
    void ignoresAFolderMarker() {
        assertThat(
                        Decisions.byKey(
                                object("in/", 0), "in/", List.of(phase(1, Duration.ofMinutes(1)))))
                .isEqualTo(
                        new Decisions.ByKey.Settled(
                                new Route.Ignored(
                                        "A folder marker, as consoles write them: its key ends with"
                                            + " / and it has 0 bytes.")));
    }

    @Test
    void ignoresAKeyThatNoPhaseWants() {
        assertThat(
                        Decisions.byKey(
                                object("out/a.csv", 1),
                                "out/a.csv",
                                List.of(phase(1, Duration.ofMinutes(1)))))
                .isEqualTo(
                        new Decisions.ByKey.Settled(
                                new Route.Ignored(
                                        "No phase wants the key \"out/a.csv\": the patterns are"
                                            + " in/**.")));
    }

    @Test
    void rejectsAnEmptyObject() {
        assertThat(
                        Decisions.byKey(
                                object("in/a.csv", 0),
                                "in/a.csv",
                                List.of(phase(1, Duration.ofMinutes(1)))))
                .isEqualTo(
                        new Decisions.ByKey.Settled(
                                new Route.Rejected(
                                        "s3://drop/in/a.csv is empty: phase convert needs content."
                                            + " Upload it again once it has some.")));
    }

    @Test
    void rejectsAnObjectThatIsNotWhatItsNameSays() {
        var png =
                new InputFacts(
                        ContentType.PNG, Optional.of(ContentType.CSV), new Unpacked.Plain(70));

        assertThat(
                        Decisions.byContent(
                                object("in/a.csv", 70),
                                png,
                                List.of(phase(1, Duration.ofMinutes(1)))))
                .isEqualTo(
                        new Decisions.ByContent.Settled(
                                new Route.Rejected(
                                        "s3://drop/in/a.csv is named like csv but its first bytes"
                                            + " are png: phase convert takes csv, tsv. Upload the"
                                            + " right file, or name it for what it is.")));
    }

    @Test
    void ignoresAnObjectOfATypeThatNoPhaseTakes() {
        var pdf =
                new InputFacts(
                        ContentType.PDF, Optional.of(ContentType.PDF), new Unpacked.Plain(70));

        assertThat(
                        Decisions.byContent(
                                object("in/a.pdf", 70),
                                pdf,
                                List.of(phase(1, Duration.ofMinutes(1)))))
                .isEqualTo(
                        new Decisions.ByContent.Settled(
                                new Route.Ignored(
                                        "No phase takes pdf: phase convert takes csv, tsv.")));
    }
}
