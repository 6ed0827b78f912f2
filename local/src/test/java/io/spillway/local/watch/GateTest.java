package io.spillway.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.view.Samples;
import io.spillway.local.watch.Gate.Until;
import io.spillway.local.watch.Gate.Verdict;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.work.Failure;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Verdict OPEN = new Verdict.Open();

    private static PhaseEvent succeeded(String key) {
        return Samples.succeeded(Samples.item("convert", key, 1), Samples.INLINE, Samples.NOON);
    }

    private static PhaseEvent failed(String key) {
        return Samples.failed(
                Samples.item("convert", key, 1),
                new Failure(Failure.Kind.BUG, "It broke."),
                Samples.NOON);
    }

    private static PhaseEvent routed(String key) {
        return Samples.routed(Samples.item("convert", key, 1), Samples.NOON);
    }

    @Test
    void opensWhenAsManyWorkItemsHaveSucceededAsWanted() {
        var gate = new Gate(Until.SUCCEEDED, 2);

        assertThat(gate.after(routed("a.csv"))).isEmpty();
        assertThat(gate.after(succeeded("a.csv"))).isEmpty();
        assertThat(gate.after(succeeded("b.csv"))).contains(OPEN);
    }

    @Test
    void countsAWorkItemOnceHoweverOftenItIsTold() {
        var gate = new Gate(Until.TERMINAL, 2);

        assertThat(gate.after(succeeded("a.csv"))).isEmpty();
        assertThat(gate.after(succeeded("a.csv"))).isEmpty();
        assertThat(gate.ended()).isEqualTo(1);
    }

    @Test
    void isShutByAFailureAndSaysWhichAndWhy() {
        assertThat(new Gate(Until.SUCCEEDED, 2).after(failed("a.csv")).orElseThrow())
                .isInstanceOfSatisfying(
                        Verdict.Shut.class,
                        shut ->
                                assertThat(shut.why())
                                        .startsWith("Phase convert failed for s3://")
                                        .contains("a.csv: It broke."));
    }

    @Test
    void takesAnyEndingIfAnyWillDo() {
        assertThat(new Gate(Until.TERMINAL, 1).after(failed("a.csv"))).contains(OPEN);
    }
}
