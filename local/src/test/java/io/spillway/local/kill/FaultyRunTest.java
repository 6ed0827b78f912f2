package io.spillway.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.fault.FaultKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose services misbehave in every way they can leaves what a run leaves with good ones. */
@Timeout(300)
class FaultyRunTest {

    /** A job has ten attempts: one in a hundred thousand meets none that is left alive. */
    private static final Map<FaultKind, Double> RATES =
            Map.of(
                    FaultKind.DUPLICATE, 0.2,
                    FaultKind.DELAY, 0.2,
                    FaultKind.THROTTLE, 0.05,
                    FaultKind.LOST_RESPONSE, 0.05,
                    FaultKind.KILLED_JOB, 0.3,
                    FaultKind.STARVED_QUEUE, 0.2);

    @TempDir static Path directory;

    private static Path pipeline;
    private static Facts expected;

    @BeforeAll
    static void runWithServicesThatBehave() throws Exception {
        pipeline = SmallPipeline.prepare(directory.resolve("pipeline"));
        SmallPipeline.fill(pipeline);
        var state = directory.resolve("well");
        try (var run = SmallPipeline.start(pipeline, state)) {
            run.untilIdle();
        }
        expected = Aftermath.of(state, SmallPipeline.NAME);
        assertThat(Promises.broken(Aftermath.definition(pipeline), expected)).isEmpty();
        assertThat(expected.outputs()).hasSize(30 + 33 + 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void leavesTheSameUnderFaults(long seed) throws Exception {
        var state = directory.resolve("faulty-" + seed);

        try (var run = SmallPipeline.start(pipeline, state, OptionalLong.of(seed), RATES)) {
            run.untilIdle();
        }

        var facts = Aftermath.of(state, SmallPipeline.NAME);
        var wrong = new ArrayList<>(Promises.broken(Aftermath.definition(pipeline), facts));
        wrong.addAll(Promises.differences(expected, facts));
        assertThat(wrong).as("seed %d, rates %s", seed, RATES).isEmpty();
    }
}
