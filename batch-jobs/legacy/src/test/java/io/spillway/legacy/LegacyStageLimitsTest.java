package io.spillway.legacy;

import static io.spillway.legacy.LegacyPrograms.letGoOn;
import static io.spillway.legacy.LegacyPrograms.limited;
import static io.spillway.legacy.LegacyPrograms.printing;
import static io.spillway.legacy.LegacyPrograms.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.StageFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a program that is over a limit. Time passes when a program has come to a certain
 * point, so that a slow machine changes nothing.
 */
@Timeout(180)
class LegacyStageLimitsTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ENDLESS = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Prints a dot, and the next one when a file is there that {@link Steps} makes. */
    private static final String FOUR_DOTS =
            "for i in 1 2 3 4; do printf . %s; while [ ! -e 'APP/'$i ]; do sleep 0.01; done; done";

    @TempDir Path scratch;
    @TempDir Path app;
    @RegisterExtension final NotedProcesses noted = new NotedProcesses(() -> app);

    private final HeldTime time = new HeldTime();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    /** Time passes when the program prints a line that ends with {@code now}. */
    private RecordingWork run(LegacyContract contract) throws Exception {
        var work = new RecordingWork(scratch, "in/a.csv", "x");
        run(contract, work, time);
        return work;
    }

    private void run(LegacyContract contract, RecordingWork work, LongSupplier nanoTime)
            throws Exception {
        var host = new LegacyHost(app, System.getenv("PATH"), this::take);
        new LegacyStage(contract, host, nanoTime).run(work);
    }

    private void take(String line) {
        log.add(line);
        if (line.endsWith("now")) {
            time.pass(LIMIT);
        }
    }

    @Test
    void stopsAProgramWhoseTimeIsUp() throws Exception {
        var sleeper =
                noted.script("echo $$ >> PIDS; sleep 60 & echo $! >> PIDS; echo now >&2; wait");

        assertThatThrownBy(() -> run(limited(sleeper, LIMIT, ENDLESS)))
                .isInstanceOf(StageFailure.Bug.class)
                .hasMessage(
                        """
                        Cannot run sh on s3://drops/in/a.csv: it wasn't done after 5m, its time limit, and was stopped, which counts as a failure. Raise timeLimit in the definition if it needs longer. Last lines of its error output:
                          now\
                        """);
        assertThat(noted.all()).hasSize(2);
        assertThat(noted.running()).isEmpty();
    }

    @Test
    void stopsAProgramThatHasGoneSilent() throws Exception {
        var silent =
                noted.script(
                        "echo $$ >> PIDS; echo now; exec sleep 60",
                        "'silence': '5m', 'exit': {'silence': 'retry'}");

        assertThatThrownBy(() -> run(silent))
                .isInstanceOf(StageFailure.Transient.class)
                .hasMessageContaining(
                        "it printed nothing for 5m, its silence limit, and was stopped after 5m, which the definition calls worth another attempt.");
        assertThat(noted.running()).isEmpty();
        assertThat(log).contains("stdout | now");
    }

    /** Lets less than the silence limit pass each time that the program has come to a new point. */
    private final class Steps extends RecordingWork {

        private final IntSupplier reached;
        private int passed;

        Steps(IntSupplier reached) {
            super(scratch, "in/a.csv", "x");
            this.reached = reached;
        }

        @Override
        public Progress progress() {
            return (_, _) -> {
                if (reached.getAsInt() > passed) {
                    passed++;
                    time.pass(LIMIT.minusSeconds(1));
                    letGoOn(app.resolve(Integer.toString(passed)));
                }
            };
        }
    }

    private String fourDots(String to) {
        return FOUR_DOTS.formatted(to).replace("APP", app.toString());
    }

    /** A thread that reads what the program prints asks for the time whenever something comes. */
    @Test
    void letsAProgramWorkThatPrintsNowAndThenThoughNoWholeLine() throws Exception {
        var stage = Thread.currentThread();
        var heard = new AtomicInteger();
        var work = new Steps(heard::get);
        LongSupplier nanoTime =
                () -> {
                    if (Thread.currentThread() != stage) {
                        heard.incrementAndGet();
                    }
                    return time.getAsLong();
                };

        run(script(fourDots(">&2") + "; echo > \"$2/o\"", "'silence': '5m'"), work, nanoTime);

        assertThat(work.written()).containsOnlyKeys("a.csv/o");
        assertThat(heard).hasValue(4);
    }

    @Test
    void takesAGrowingResultForASignOfLife() throws Exception {
        var result = scratch.resolve("stdout");
        var work = new Steps(() -> (int) result.toFile().length());

        run(printing(fourDots(""), "'silence': '5m'"), work, time);

        assertThat(work.written()).containsEntry("a.csv.out", "....");
    }

    @Test
    void givesAProgramTheGraceToTidyUp() throws Exception {
        var tidy =
                noted.script(
                        "trap 'echo tidied >&2; exit 0' TERM; echo $$ >> PIDS; echo now; while :; do sleep 0.05; done");

        assertThatThrownBy(() -> run(limited(tidy, LIMIT, ENDLESS)))
                .hasMessageContaining("time limit")
                .hasMessageEndingWith("tidied");
        assertThat(noted.running()).isEmpty();
    }

    @Test
    void killsAProgramThatIgnoresTheRequestToEnd() throws Exception {
        var stubborn =
                noted.script(
                        """
                        trap '' TERM; echo $$ >> PIDS
                        sh -c 'trap "" TERM; echo $$ >> "$0"; echo now; while :; do sleep 1; done' PIDS &
                        while :; do sleep 0.05; done
                        """);

        assertThatThrownBy(() -> run(limited(stubborn, LIMIT, SHORT)))
                .hasMessageContaining("time limit");
        assertThat(noted.all()).hasSize(2);
        assertThat(noted.running()).isEmpty();
    }
}
