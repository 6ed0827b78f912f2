package io.spillway.pipeline.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Resources;
import io.spillway.pipeline.work.Steps;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptUsageTest {

    @TempDir Path scratch;

    private final PathBed bed = new PathBed();
    private final TestClock clock = bed.clock;
    private final MeasuredHost host = new MeasuredHost();
    private final Instant began = clock.instant();

    /** Takes 10 ms to tell that it started; a tenth of all time is processor time. */
    private final class MeasuredHost implements Host {
        private final List<Long> programs = new ArrayList<>();

        @Override
        public Worker worker() {
            return new Worker.JobAttempt("job", 1);
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }

        @Override
        public OptionalLong peakMemory() {
            return OptionalLong.of(300);
        }

        @Override
        public Optional<Duration> processorTime() {
            return Optional.of(Duration.ofMillis(clock.instant().toEpochMilli() / 10));
        }

        @Override
        public void programsHold(long bytes) {
            programs.add(bytes);
        }

        @Override
        public boolean isStopping() {
            return false;
        }

        @Override
        public Path scratch() {
            return scratch;
        }

        @Override
        public Progress progress(ClaimedWork work) {
            return Progress.NONE;
        }

        @Override
        public void started(ClaimedWork work) {
            clock.advance(Duration.ofMillis(10));
        }
    }

    private Usage usage(WorkItem item) throws IOException {
        return bed.ledger.history(item.id()).stream()
                .map(entry -> entry.state())
                .filter(State.Succeeded.class::isInstance)
                .map(state -> ((State.Succeeded) state).usage())
                .findFirst()
                .orElseThrow();
    }

    private Stage taking(Duration time) {
        return work -> {
            clock.advance(time);
            try (var out = work.outputs().underInput("out", "text/plain")) {
                out.write("done".getBytes(UTF_8));
            }
        };
    }

    @Test
    void tellsWhatAnAttemptTookAndWhereItsTimeWent() throws IOException {
        var item = bed.item("hello");
        Stage stage =
                work -> {
                    work.programsHold(200);
                    work.programsHold(100);
                    taking(Duration.ofMillis(230)).run(work);
                };

        bed.path(stage).attempt(item, PathBed.INLINE, host);

        var usage = usage(item);
        assertThat(usage.took()).isEqualTo(Duration.ofMillis(240));
        assertThat(usage.resources())
                .isEqualTo(
                        new Resources(
                                Optional.of(Duration.ofMillis(24)),
                                OptionalLong.of(300),
                                OptionalLong.of(200)));
        assertThat(usage.steps())
                .hasValue(
                        new Steps(
                                Duration.ofMillis(10),
                                Duration.ZERO,
                                Duration.ofMillis(230),
                                Duration.ZERO,
                                Optional.of(Duration.ZERO)));
        assertThat(host.programs).containsExactly(200L, 100L);
    }

    private Stage failing(StageFailure failure) {
        return work -> {
            try (var in = work.input().open()) {
                in.readAllBytes();
            }
            taking(Duration.ofMillis(230)).run(work);
            throw failure;
        };
    }

    private Usage usageOfFailed(WorkItem item) throws IOException {
        assertThat(bed.ledger.newest(item.id()).map(Entry::state)).hasValue(new State.Announced());
        var event = bed.events.published().getLast();
        var told = ((PhaseEvent.Happening.Failed) event.happening()).usage();
        assertThat(bed.ledger.history(item.id()))
                .anyMatch(
                        entry ->
                                entry.state() instanceof State.Failed(var _, var usage)
                                        && usage.equals(told));
        return told.orElseThrow();
    }

    @Test
    void tellsWhatAnAttemptTookThatFailed() throws IOException {
        var item = bed.item("hello");

        bed.path(failing(new StageFailure.BadInput("Cannot read it.")))
                .attempt(item, PathBed.INLINE, host);

        assertThat(usageOfFailed(item))
                .isEqualTo(
                        new Usage(
                                began,
                                Duration.ofMillis(240),
                                5,
                                4,
                                new Resources(
                                        Optional.of(Duration.ofMillis(24)),
                                        OptionalLong.of(300),
                                        OptionalLong.empty()),
                                Optional.of(
                                        new Steps(
                                                Duration.ofMillis(10),
                                                Duration.ZERO,
                                                Duration.ofMillis(230),
                                                Duration.ZERO,
                                                Optional.empty()))));
    }

    /** The subscribers of these events refuse what changes when it is written and read. */
    @Test
    void tellsTimesAsTheyAreWritten() throws IOException {
        var item = bed.item("hello");
        var odd = Duration.ofNanos(1_234_567);

        bed.path(taking(odd)).attempt(item, PathBed.INLINE, host);

        assertThat(usage(item).took()).isEqualTo(Duration.ofMillis(11));
        assertThat(Usage.fromJson(usage(item).toJson())).isEqualTo(usage(item));
    }

    @Test
    void tellsWhatTheLastAttemptTookWhereNobodyTriesAgain() throws IOException {
        var item = bed.item("hello");
        var path = bed.path(failing(new StageFailure.Transient("Try again.")));
        path.attempt(item, PathBed.INLINE, host);
        clock.advance(Duration.ofMinutes(1));
        path.attempt(item, PathBed.INLINE, host);
        clock.advance(Duration.ofMinutes(1));

        path.endReleased(item.id(), new Failure(Failure.Kind.TRANSIENT, "Enough."));

        var usage = usageOfFailed(item);
        assertThat(usage.took()).isEqualTo(Duration.ofMillis(240));
        assertThat(usage.started()).isEqualTo(began.plusMillis(60_240));
    }

    @Test
    void tellsWhatTheAttemptTookThatAJobEndedWith() throws IOException {
        var item = bed.item("hello");
        var path = bed.path(failing(new StageFailure.Transient("Try again.")));
        path.attempt(item, PathBed.INLINE, host);

        path.jobEnded(Task.of(item, new Route.Batch("Large.")), ended("job"), true);

        assertThat(usageOfFailed(item).took()).isEqualTo(Duration.ofMillis(240));
    }

    @Test
    void tellsNothingOfAnAttemptThatEndedWithoutAWord() throws IOException {
        var item = bed.item("hello");
        var claimed = new State.Claimed(host.worker(), began.plus(WorkPath.LEASE));
        bed.ledger.append(Entry.first(began, "w", item, PathBed.INLINE, claimed));

        bed.path(_ -> {}).jobEnded(Task.of(item, new Route.Batch("Large.")), ended("job"), true);

        assertThat(
                        ((PhaseEvent.Happening.Failed) bed.events.published().getLast().happening())
                                .usage())
                .isEmpty();
    }

    private static EndedJob ended(String id) {
        return new EndedJob(
                id,
                "p-work-1",
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(75),
                3);
    }

    @Test
    void tellsNothingOfAMachineThatAttemptsShare() throws IOException {
        var item = bed.item("hello");

        bed.path(taking(Duration.ZERO))
                .attempt(item, PathBed.INLINE, TestHost.invocation("r", scratch));

        assertThat(usage(item).resources()).isEqualTo(Resources.UNKNOWN);
    }

    @Test
    void countsWaitingForInputApartFromTheRestOfTheStage() throws IOException {
        var usage = new AttemptUsage(host, clock, clock.instant());
        usage.stageBegins();
        var bytes =
                usage.reading(
                        () -> {
                            clock.advance(Duration.ofMillis(40));
                            return 7;
                        });
        clock.advance(Duration.ofMillis(60));
        usage.stageEnds();
        clock.advance(Duration.ofMillis(5));

        var steps = usage.untilNow(bytes, 0).steps().orElseThrow();

        assertThat(bytes).isEqualTo(7);
        assertThat(steps.read()).isEqualTo(Duration.ofMillis(40));
        assertThat(steps.stage()).isEqualTo(Duration.ofMillis(60));
        assertThat(steps.store()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void neverTellsOfMoreWaitingThanTheStageTook() throws IOException {
        var usage = new AttemptUsage(host, clock, clock.instant());
        usage.stageBegins();
        usage.reading(() -> usage.reading(() -> waited(Duration.ofMillis(40))));
        usage.stageEnds();

        var steps = usage.untilNow(0, 0).steps().orElseThrow();

        assertThat(steps.read()).isEqualTo(Duration.ofMillis(40));
        assertThat(steps.stage()).isZero();
    }

    private int waited(Duration time) {
        clock.advance(time);
        return 1;
    }

    /** The second read finds its bytes in the buffer. */
    @Test
    void measuresReadingWhereTheStageReads() throws IOException {
        var item = bed.item("hello");
        var measured = new AttemptUsage(host, clock, clock.instant());
        ObjectChannel.Meter meter =
                new ObjectChannel.Meter() {
                    @Override
                    public void count(int bytes) {}

                    @Override
                    public <T> T reading(AttemptUsage.Waiting<T> bytes) throws IOException {
                        return measured.reading(
                                () -> {
                                    clock.advance(Duration.ofMillis(7));
                                    return bytes.get();
                                });
                    }
                };

        measured.stageBegins();
        try (var channel = new ObjectChannel(bed.store, item.input(), meter)) {
            channel.read(ByteBuffer.allocate(2));
            channel.read(ByteBuffer.allocate(3));
        }
        measured.stageEnds();

        assertThat(measured.untilNow(5, 0).steps().orElseThrow().read())
                .isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void countsTheTimeUntilAnotherHostCommitted() throws IOException {
        for (int at = 1; ; at++) {
            var item = bed.item("hello");
            try {
                bed.path(taking(Duration.ZERO), new Crashes(at, true))
                        .attempt(item, PathBed.INLINE, host);
            } catch (Crashes.Crash _) {
                // Whether it had decided by then, its ledger says.
            }
            var newest = bed.ledger.newest(item.id());
            if (newest.isPresent() && newest.get().state() instanceof State.Committing) {
                clock.advance(Duration.ofMinutes(1));

                bed.path(taking(Duration.ZERO)).attempt(item, PathBed.INLINE, host);

                assertThat(usage(item).steps().flatMap(Steps::commit))
                        .hasValue(Duration.ofMinutes(1));
                return;
            }
        }
    }
}
