package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.batch.Placement.Decision;
import io.spillway.local.batch.Placement.Queue;
import io.spillway.local.batch.Placement.Room;
import io.spillway.local.batch.Placement.Start;
import io.spillway.local.batch.Placement.Waiting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    /** A queue with jobs named by their place and size: {@code "1:2000"} is the first. */
    private static Queue queue(List<String> environments, String... jobs) {
        return new Queue(environments, Stream.of(jobs).map(PlacementTest::job).iterator());
    }

    private static Waiting job(String text) {
        var parts = text.split(":");
        return new Waiting(parts[0], Integer.parseInt(parts[1]), parts.length > 2);
    }

    private static List<String> started(Decision decision) {
        return decision.starts().stream().map(Start::jobId).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "4000, a:1000 b:1000, a b",
        "4000, a:4000 b:250, a",
        "4000, a:2000 b:2000 c:250, a b",
        "1000, a:500 b:250 c:250 d:250, a b c",
        "0, a:250, ''"
    })
    void startsJobsWhileThereIsRoom(int free, String jobs, String started) {
        var decision =
                Placement.decide(
                        List.of(queue(List.of("e"), jobs.split(" "))),
                        Map.of("e", new Room(4000, free)));

        assertThat(String.join(" ", started(decision))).isEqualTo(started);
        assertThat(decision.oversized()).isEmpty();
    }

    @Test
    void letsALargeJobBlockThoseBehindIt() {
        var decision =
                Placement.decide(
                        List.of(queue(List.of("e"), "small:1000", "large:4000", "next:250")),
                        Map.of("e", new Room(4000, 4000)));

        assertThat(started(decision)).containsExactly("small");
        assertThat(decision.oversized()).isEmpty();
    }

    @Test
    void letsAJobThatNeverFitsBlockItsQueueButNoOther() {
        var decision =
                Placement.decide(
                        List.of(
                                queue(List.of("e"), "huge:8000", "next:250"),
                                queue(List.of("e"), "other:250")),
                        Map.of("e", new Room(4000, 4000)));

        assertThat(started(decision)).containsExactly("other");
        assertThat(decision.oversized()).containsExactly("huge");
    }

    @Test
    void triesTheEnvironmentsInTheirOrder() {
        var decision =
                Placement.decide(
                        List.of(queue(List.of("spot", "onDemand"), "a:1000", "b:1000", "c:1000")),
                        Map.of("spot", new Room(1000, 1000), "onDemand", new Room(1000, 1000)));

        assertThat(decision.starts())
                .containsExactly(new Start("a", "spot"), new Start("b", "onDemand"));
    }

    @Test
    void callsAJobOversizedOnlyIfNoEnvironmentHoldsIt() {
        var queue = List.of(queue(List.of("small", "large"), "a:2000"));
        var rooms = Map.of("small", new Room(1000, 1000), "large", new Room(2000, 0));

        assertThat(Placement.decide(queue, rooms)).isEqualTo(new Decision(List.of(), List.of()));
    }

    @Test
    void placesNothingInAnEnvironmentThatTakesNoJobs() {
        var decision = Placement.decide(List.of(queue(List.of("disabled"), "a:250")), Map.of());

        assertThat(decision).isEqualTo(new Decision(List.of(), List.of()));
    }

    @Test
    void servesTheQueueWithTheHighestPriorityFirst() {
        var decision =
                Placement.decide(
                        List.of(
                                queue(List.of("e"), "urgent:3000"),
                                queue(List.of("e"), "later:2000")),
                        Map.of("e", new Room(4000, 4000)));

        assertThat(started(decision)).containsExactly("urgent");
    }

    @Test
    void keepsAHeldJobAndAllBehindItWaiting() {
        var decision =
                Placement.decide(
                        List.of(queue(List.of("e"), "a:250", "held:250:held", "b:250")),
                        Map.of("e", new Room(4000, 4000)));

        assertThat(started(decision)).containsExactly("a");
        assertThat(decision.oversized()).isEmpty();
    }

    @Test
    void readsAQueueOnlyAsFarAsThereIsRoom() {
        var jobs = Arrays.asList(job("a:1000"), job("b:1000"), job("c:1000")).iterator();

        Placement.decide(List.of(new Queue(List.of("e"), jobs)), Map.of("e", new Room(1000, 1000)));

        assertThat(jobs.next().jobId()).isEqualTo("c");
    }
}
