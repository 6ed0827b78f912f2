package io.spillway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.job.TestTasks;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildTasksTest {

    private final List<String> attempted = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private static List<Task> tasks(int count) {
        return IntStream.range(0, count).mapToObj(i -> TestTasks.task(i, 1)).toList();
    }

    /** What becomes of a task, by a word. */
    private static Outcome outcome(String word) throws IOException {
        return switch (word) {
            case "done" -> new Outcome.Ended(new State.Announced());
            case "busy" -> new Outcome.Busy(Instant.EPOCH);
            case "fenced" -> new Outcome.Fenced();
            case "bad" -> ended(Failure.Kind.BAD_INPUT);
            case "bug" -> ended(Failure.Kind.BUG);
            case "wrong" -> ended(Failure.Kind.CONFIGURATION);
            case "lost" -> new Outcome.GivenBack(failure(Failure.Kind.TRANSIENT), 1);
            case "unreachable" -> throw new IOException("No answer.");
            case "forbidden" -> throw new StoreException.Permanent("Not allowed.", null);
            case "oops" -> throw new IllegalStateException("oops");
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Failure failure(Failure.Kind kind) {
        return new Failure(kind, "Because.");
    }

    private static Outcome ended(Failure.Kind kind) {
        return new Outcome.Ended(new State.Failed(failure(kind)));
    }

    private ExitStatus run(String... outcomes) {
        return new ChildTasks(
                        task -> {
                            attempted.add(task.item().id());
                            return outcome(outcomes[attempted.size() - 1]);
                        },
                        () -> false,
                        log::add)
                .run(tasks(outcomes.length));
    }

    @ParameterizedTest
    @CsvSource({
        "done,        done,        done,        DONE",
        "done,        busy,        fenced,      DONE",
        "done,        bad,         done,        BAD_INPUT",
        "bad,         bug,         done,        BUG",
        "bug,         wrong,       bad,         CONFIGURATION",
        "lost,        wrong,       bug,         TRANSIENT",
        "wrong,       bad,         lost,        TRANSIENT",
        "unreachable, done,        done,        TRANSIENT",
        "done,        forbidden,   done,        CONFIGURATION",
        "oops,        done,        done,        BUG",
    })
    void doesEveryTaskAndEndsWithTheWorstStatus(
            String first, String second, String third, ExitStatus worst) {
        assertThat(run(first, second, third)).isEqualTo(worst);

        assertThat(attempted).hasSize(3);
        assertThat(log).hasSize(3);
    }

    @Test
    void saysWhatBecameOfEachTask() {
        run("done", "bad");

        assertThat(log)
                .containsExactly(
                        "DONE: s3://drop/in/0.csv: The work item is announced.",
                        "BAD_INPUT: s3://drop/in/1.csv: Because.");
    }

    @Test
    void beginsNoOtherTaskWhenItsHostIsToldToStop() {
        var tasks = tasks(5);

        var status =
                new ChildTasks(
                                task -> {
                                    attempted.add(task.item().id());
                                    return outcome("done");
                                },
                                () -> attempted.size() == 2,
                                log::add)
                        .run(tasks);

        assertThat(status).isEqualTo(ExitStatus.TRANSIENT);
        assertThat(attempted).containsExactly(tasks.get(0).item().id(), tasks.get(1).item().id());
        assertThat(log.getLast())
                .isEqualTo(
                        "TRANSIENT: the host was told to stop before 3 of 5 work items were begun; another attempt does them.");
    }
}
