package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobPlanTest {

    private static final JobPlan.Limits FIVE_MINUTES = JobPlan.Limits.of(Duration.ofHours(1));

    private static List<Task> tasks(int count, long seconds) {
        return IntStream.range(0, count).mapToObj(i -> TestTasks.task(i, seconds)).toList();
    }

    private static List<Integer> childrenOf(List<JobManifest> jobs) {
        return jobs.stream().map(job -> job.children().size()).toList();
    }

    @Test
    void plansNothingForNothing() {
        assertThat(JobPlan.of(List.of(), FIVE_MINUTES)).isEmpty();
    }

    @Test
    void givesOneTaskAPlainJob() {
        var jobs = JobPlan.of(tasks(1, 1), FIVE_MINUTES);

        assertThat(jobs).containsExactly(new JobManifest(List.of(tasks(1, 1))));
        assertThat(jobs.getFirst().isArray()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "300, 1"})
    void givesEachTaskAChildOfItsOwnThatIsToBeAlone(int count, long seconds) {
        var jobs = JobPlan.of(tasks(count, seconds), JobPlan.Limits.alone());

        assertThat(childrenOf(jobs)).containsExactly(count);
    }

    @ParameterizedTest
    @CsvSource({
        // tasks, seconds each, timeout in seconds, children
        "300,    1, 3600, 1",
        "301,    1, 3600, 2",
        "900,  100, 3600, 300",
        "10,   299, 3600, 10",
        "10,   301, 3600, 10",
        "3,  86400, 3600, 3",
        "300,    0, 3600, 1",
        "60,     1,   60, 2",
    })
    void fillsChildrenToAboutFiveMinutesAndNeverAboveHalfTheTimeout(
            int count, long seconds, long timeout, int children) {
        var limits = JobPlan.Limits.of(Duration.ofSeconds(timeout));

        assertThat(childrenOf(JobPlan.of(tasks(count, seconds), limits))).containsExactly(children);
    }

    @Test
    void makesAnotherJobWhereOneHasAsManyChildrenAsAwsTakes() {
        var limits = new JobPlan.Limits(Duration.ofSeconds(1), 10_000, Long.MAX_VALUE);

        assertThat(childrenOf(JobPlan.of(tasks(20_001, 1), limits)))
                .containsExactly(10_000, 10_000, 1);
    }

    @Test
    void makesAnotherJobWhereAManifestIsFull() {
        var bytes = Json.writeBytes(tasks(1, 400).getFirst().toJson()).length;
        var limits = new JobPlan.Limits(Duration.ofSeconds(300), 10_000, 3L * bytes);

        assertThat(childrenOf(JobPlan.of(tasks(7, 400), limits))).containsExactly(3, 3, 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1, 10001"})
    void refusesLimitsThatNoJobKeeps(long childSeconds, int children) {
        assertThatThrownBy(() -> new JobPlan.Limits(Duration.ofSeconds(childSeconds), children, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void holdsEveryTaskOnceWithinTheLimits(
            @ForAll @Size(max = 200) List<@LongRange(max = 2_000) Long> seconds,
            @ForAll @LongRange(min = 1, max = 1_000) long childSeconds,
            @ForAll @IntRange(min = 1, max = 20) int children,
            @ForAll @LongRange(min = 1, max = 20_000) long bytes) {
        var limits = new JobPlan.Limits(Duration.ofSeconds(childSeconds), children, bytes);
        var tasks =
                IntStream.range(0, seconds.size())
                        .mapToObj(i -> TestTasks.task(i, seconds.get(i)))
                        .toList();

        var jobs = JobPlan.of(tasks, limits);

        assertThat(jobs.stream().flatMap(job -> job.tasks().stream()))
                .containsExactlyInAnyOrderElementsOf(tasks);
        for (var job : jobs) {
            assertThat(job.children().size()).isBetween(1, children);
            assertThat(job.children().size() == 1 || bytes(job.tasks().stream()) <= bytes).isTrue();
            for (var child : job.children()) {
                var predicted =
                        child.stream().mapToLong(task -> Math.max(1, task.predictedSeconds()));
                assertThat(
                                child.size() == 1
                                        || predicted.sum() <= childSeconds
                                                && bytes(child.stream()) <= bytes)
                        .isTrue();
            }
        }
    }

    private static long bytes(Stream<Task> tasks) {
        return tasks.mapToLong(task -> Json.writeBytes(task.toJson()).length).sum();
    }

    @Property(tries = 50)
    void plansTheSameForTheSameTasksInAnyOrder(
            @ForAll @Size(min = 2, max = 50) List<@LongRange(max = 400) Long> seconds) {
        var tasks =
                IntStream.range(0, seconds.size())
                        .mapToObj(i -> TestTasks.task(i, seconds.get(i)))
                        .toList();

        assertThat(JobPlan.of(tasks.reversed(), FIVE_MINUTES))
                .isEqualTo(JobPlan.of(tasks, FIVE_MINUTES));
    }

    @Test
    void readsAManifestAsItWasWritten() {
        var manifest = new JobManifest(List.of(tasks(2, 1), tasks(1, 9)));

        assertThat(JobManifest.fromJson(Json.readObject(Json.write(manifest.toJson()))))
                .isEqualTo(manifest);
    }

    @Test
    void keepsTasksOfDifferentTiersApart() {
        var other = TestTasks.task(1, 1).again(2, 0);

        assertThatThrownBy(() -> new JobManifest(List.of(tasks(1, 1), List.of(other))))
                .hasMessage(
                        "A job is of one phase and one tier: not all are of phase convert, tier 1.");
    }
}
