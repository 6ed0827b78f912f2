package io.spillway.pipeline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopsTest {

    private static final ObjectVersion OBJECT =
            new ObjectVersion(new ObjectLocation("out", "a.csv"), Optional.of("v"), "e", 1);

    @Test
    void letsAnObjectIntoAPhaseThatItHasNotPassed() {
        assertThat(Loops.refusal(OBJECT, "w/convert", List.of("w/unpack"), 1)).isEmpty();
        assertThat(Loops.refusal(OBJECT, "other/unpack", List.of("w/unpack"), 1)).isEmpty();
    }

    @Test
    void refusesAnObjectThatThePhaseHasMade() {
        assertThat(Loops.refusal(OBJECT, "w/unpack", List.of("w/unpack", "w/convert"), 2))
                .hasValue(
                        new Route.Rejected(
                                "s3://out/a.csv was made by phase w/unpack (w/unpack → w/convert), so entering it again would go in circles. Let outputs go to a bucket that nothing is dropped into; to run it again on purpose, upload it without its spillway-passed metadata."));
    }

    @ParameterizedTest
    @CsvSource({"15, false", "16, true", "17, true"})
    void refusesWhatHasPassedSixteenPhases(int hops, boolean refused) {
        assertThat(Loops.refusal(OBJECT, "w/last", List.of("w/first"), hops).isPresent())
                .isEqualTo(refused);
    }

    @Test
    void saysHowManyPhasesWereTooMany() {
        assertThat(
                        Loops.refusal(OBJECT, "w/last", List.of("w/a", "w/b"), 16)
                                .orElseThrow()
                                .reason())
                .isEqualTo(
                        "s3://out/a.csv has passed 16 phases (w/a → w/b), and 16 are the most. Look for pipelines that feed each other; to go on on purpose, upload it without its spillway-passed metadata.");
    }
}
