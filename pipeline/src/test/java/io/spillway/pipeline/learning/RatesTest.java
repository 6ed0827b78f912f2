package io.spillway.pipeline.learning;

import static io.spillway.pipeline.learning.Runs.CONVERT;
import static io.spillway.pipeline.learning.Runs.sample;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.routing.Rate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {

    private static final long BUILT_IN = 100_000_000;

    private static Rates after(List<Sample> samples) {
        return Rates.NONE.and(samples, _ -> OptionalLong.of(BUILT_IN));
    }

    private static Rate rate(Rates rates) {
        return rates.rate(CONVERT, OptionalLong.of(BUILT_IN)).orElseThrow();
    }

    private static double megabytes(Rates rates) {
        return rate(rates).bytesPerSecond() / 1e6;
    }

    @Test
    void areThoseBuiltInBeforeAnythingWasLearned() {
        assertThat(rate(Rates.NONE)).isEqualTo(Rate.builtIn(BUILT_IN));
        assertThat(Rates.NONE.rate(CONVERT, OptionalLong.empty())).isEmpty();
    }

    /** The built-in rate counts for ten runs: 10 of 11 logarithms, 10 of 18, at last 10 of 210. */
    @ParameterizedTest
    @CsvSource({"1, 86.4", "8, 48.9", "200, 22.5", "2000, 21.6"})
    void moveFromTheBuiltInOneTowardsWhatRunsShow(int runs, double megabytes) {
        var rates = Rates.NONE;
        for (int i = 0; i < runs; i++) {
            rates = rates.and(List.of(sample(20e6)), _ -> OptionalLong.of(BUILT_IN));
        }

        assertThat(megabytes(rates)).isCloseTo(megabytes, within(0.5));
        assertThat(rate(rates).source()).isEqualTo(new Rate.Source.Learned(runs, Runs.ENDED));
    }

    /** As slow as can be believed: a thirty-second. */
    @ParameterizedTest
    @CsvSource({"1, 70", "2, 55", "3, 44"})
    void areHardlySwungByAFewStalledRuns(int stalled, double atLeast) {
        assertThat(megabytes(after(nCopies(stalled, sample(2_000)))))
                .isBetween(atLeast, BUILT_IN / 1e6);
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "10, 82"})
    void standUpToOddRunsAmongMany(int percentStalled, double atLeast) {
        var samples = new ArrayList<>(nCopies(100 - percentStalled, sample(BUILT_IN * 1.0)));
        samples.addAll(nCopies(percentStalled, sample(50e6)));

        assertThat(megabytes(after(samples))).isBetween(atLeast, 100.0);
    }

    @Test
    void areOnTheCarefulSideWhereRunsDiffer() {
        var alike = after(nCopies(200, sample(40e6)));
        var differing =
                after(
                        List.of(nCopies(100, sample(20e6)), nCopies(100, sample(80e6))).stream()
                                .flatMap(List::stream)
                                .toList());

        assertThat(megabytes(alike)).isCloseTo(41.8, within(0.5));
        assertThat(megabytes(differing)).isBetween(25.0, 28.0);
    }

    @Test
    void forgetHowItWasLongAgo() {
        var rates = after(nCopies(1_000, sample(20e6)));
        for (int i = 0; i < 1_000; i++) {
            rates = rates.and(List.of(sample(200e6)), _ -> OptionalLong.of(BUILT_IN));
        }

        assertThat(megabytes(rates)).isBetween(150.0, 200.0);
        assertThat(rates.summaries().get(CONVERT).runs()).isEqualTo(2_000);
    }

    @Test
    void countAFileOfAMegabyteForASixteenth() {
        var small = new Sample(CONVERT, 20e6, 1 / 16.0, Runs.ENDED);

        assertThat(rate(after(nCopies(16, small))).bytesPerSecond())
                .isEqualTo(rate(after(List.of(sample(20e6)))).bytesPerSecond());
    }

    @Test
    void areOfAProgramWithoutABuiltInOneAsRunsShow() {
        var rates = Rates.NONE.and(nCopies(3, sample(5_000_000)), _ -> OptionalLong.empty());

        assertThat(rates.rate(CONVERT, OptionalLong.empty()).orElseThrow().bytesPerSecond())
                .isCloseTo(5_000_000, within(1L));
    }

    @Test
    void stayNearANewBuiltInRate() {
        var rates = after(nCopies(1_000, sample(BUILT_IN * 32.0)));

        assertThat(rates.rate(CONVERT, OptionalLong.of(1_000_000)).orElseThrow().bytesPerSecond())
                .isEqualTo(32_000_000);
    }

    @Property
    void lieBetweenTheLeastAndTheMostOfBuiltInAndSeen(
            @ForAll @Size(min = 1, max = 50)
                    List<@DoubleRange(min = 7e6, max = 1.5e9) Double> seen) {
        var rate = rate(after(seen.stream().map(Runs::sample).toList())).bytesPerSecond();

        assertThat(rate + 1.0).isGreaterThanOrEqualTo(Math.min(BUILT_IN, Collections.min(seen)));
        assertThat(rate - 1.0).isLessThanOrEqualTo(Math.max(BUILT_IN, Collections.max(seen)));
    }

    @Property
    void dontDependOnTheOrderOfRunsThatAreAddedTogether(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 1e3, max = 1e10) Double> seen,
            @ForAll long seed) {
        var shuffled = new ArrayList<>(seen);
        Collections.shuffle(shuffled, new Random(seed));

        var one = rate(after(seen.stream().map(Runs::sample).toList())).bytesPerSecond();
        var other = rate(after(shuffled.stream().map(Runs::sample).toList())).bytesPerSecond();

        assertThat((double) other).isCloseTo(one, within(one * 1e-6 + 1));
    }

    /** Each hundredth of a run's weight fades the others by a twenty-thousandth. */
    @Property
    void hardlyDependOnHowRunsArePartedIntoSnapshots(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 1e6, max = 1e9) Double> seen) {
        var samples = seen.stream().map(Runs::sample).toList();
        var oneByOne = Rates.NONE;
        for (var sample : samples) {
            oneByOne = oneByOne.and(List.of(sample), _ -> OptionalLong.of(BUILT_IN));
        }

        var together = rate(after(samples)).bytesPerSecond();
        var apart = rate(oneByOne).bytesPerSecond();

        assertThat((double) apart).isCloseTo(together, within(together * 0.15));
    }

    @Property
    void readBackWhatTheyWrote(
            @ForAll @Size(min = 1, max = 20)
                    List<@DoubleRange(min = 1e3, max = 1e10) Double> seen) {
        var rates = after(seen.stream().map(Runs::sample).toList());

        assertThat(Rates.fromJson(Json.readObject(Json.writeBytes(rates.toJson()))))
                .isEqualTo(rates);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\":2,\"rates\":[]}",
                "{\"version\":1,\"rates\":[{\"stage\":\"a\"}]}",
                "{\"version\":1,\"rates\":[{\"stage\":\"a\",\"type\":\"csv\",\"side\":\"batch\",\"runs\":0,\"weight\":1,\"mean\":1,\"spread\":1,\"slowest\":1,\"since\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"version\":1,\"rates\":[{\"stage\":\"a\",\"type\":\"csv\",\"side\":\"batch\",\"runs\":1,\"weight\":-1,\"mean\":1,\"spread\":1,\"slowest\":1,\"since\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"version\":1,\"rates\":[{\"stage\":\"a\",\"type\":\"csv\",\"side\":\"batch\",\"runs\":1,\"weight\":1,\"mean\":1e999,\"spread\":1,\"slowest\":1,\"since\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"version\":1,\"rates\":[{\"stage\":\"a\",\"type\":\"csv\",\"side\":\"batch\",\"runs\":1,\"weight\":1,\"mean\":1,\"spread\":1,\"slowest\":2,\"since\":\"2026-01-01T00:00:00Z\"}]}"
            })
    void refuseToBeReadFromNonsense(String json) {
        assertThatThrownBy(() -> Rates.fromJson(Json.readObject(json)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
