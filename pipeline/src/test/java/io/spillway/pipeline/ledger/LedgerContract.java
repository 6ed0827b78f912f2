package io.spillway.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Ledger} must do. One subclass per ledger. */
public abstract class LedgerContract {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Usage USAGE = new Usage(NOW, Duration.ofMillis(1500), 10, 20);

    private final WorkItem item = item();

    protected abstract Ledger ledger() throws IOException;

    private static WorkItem item() {
        var object =
                new ObjectVersion(
                        new ObjectLocation("in", "a b+ü.csv"), Optional.of("v1"), "etag", 12);
        var id = UUID.randomUUID().toString().replace("-", "");
        return new WorkItem(
                id,
                "p",
                "convert",
                object,
                ContentType.CSV,
                "a b+ü.csv",
                Upload.of("p", object, "v1"),
                0);
    }

    private Entry first(State state) {
        return Entry.first(NOW, "writer", item, new Route.Inline("Because."), state);
    }

    @Test
    void knowsAWorkItemFromItsFirstEntryOn() throws IOException {
        assertThat(ledger().isKnown(item.id())).isFalse();

        ledger().append(first(new State.Skipped("Nothing.")));

        assertThat(ledger().isKnown(item.id())).isTrue();
    }

    static List<State> everyState() {
        var worker = new Worker.JobAttempt("job-1", 2);
        var location = new ObjectLocation("out", "x");
        var upload = new PendingUpload(location, "u", List.of(new PendingUpload.Part(1, "e")), 20);
        var output = new ObjectVersion(location, Optional.empty(), "e-1", 20);
        return List.of(
                new State.Submitting("p-convert-1", 2),
                new State.Submitted("p-convert-1", "job-1"),
                new State.Requeued(2, 1, new Failure(Failure.Kind.JOB_FAILED, "Too small.")),
                new State.Claimed(new Worker.Invocation("r"), NOW.plusSeconds(30)),
                new State.Claimed(worker, NOW.plusSeconds(30)),
                new State.Released(worker, new Failure(Failure.Kind.TRANSIENT, "Lost.")),
                new State.Released(
                        worker, new Failure(Failure.Kind.STOPPED, "Stop."), Optional.of(USAGE)),
                new State.Committing(List.of(upload), 7, USAGE),
                new State.Succeeded(new Results(1, List.of(output), Optional.empty()), USAGE),
                new State.Succeeded(new Results(21, List.of(), Optional.of(location)), USAGE),
                new State.Failed(new Failure(Failure.Kind.BAD_INPUT, "Bad \"input\"\u0001.")),
                new State.Failed(new Failure(Failure.Kind.BAD_INPUT, "Bad."), Optional.of(USAGE)),
                new State.Skipped("Nothing to do."),
                new State.Announced());
    }

    @Test
    void knowsNothingOfANewWorkItem() throws IOException {
        assertThat(ledger().newest(item.id())).isEmpty();
        assertThat(ledger().history(item.id())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void givesBackWhatWasAppended(State state) throws IOException {
        assertThat(ledger().append(first(state))).isTrue();

        assertThat(ledger().newest(item.id())).hasValue(first(state));
    }

    @Test
    void givesANumberToTheFirstWhoTakesIt() throws IOException {
        var theirs = first(new State.Submitting("theirs", 1));
        var mine = first(new State.Submitting("mine", 1));

        assertThat(ledger().append(theirs)).isTrue();
        assertThat(ledger().append(mine)).isFalse();

        assertThat(ledger().newest(item.id())).hasValue(theirs);
    }

    @Test
    void saysYesAgainToTheEntryThatHasTheNumber() throws IOException {
        assertThat(ledger().append(first(new State.Announced()))).isTrue();
        assertThat(ledger().append(first(new State.Announced()))).isTrue();
    }

    @Test
    void keepsEveryEntryInOrder() throws IOException {
        var entries = new ArrayList<Entry>();
        var entry = first(new State.Submitting("name", 1));
        for (int i = 0; i < 12; i++) {
            ledger().append(entry);
            entries.add(entry);
            entry =
                    entry.next(
                            NOW.plusSeconds(i), "writer", new State.Submitted("name", "job-" + i));
        }

        assertThat(ledger().history(item.id())).isEqualTo(entries);
        assertThat(ledger().newest(item.id())).hasValue(entries.getLast());
    }

    @Test
    void letsExactlyOneOfManyTakeANumber() throws Exception {
        var ledger = ledger();
        var writers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 16; i++) {
            var entry = first(new State.Submitting("writer-" + i, 1));
            writers.add(() -> ledger.append(entry));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(writers).stream().filter(Future::resultNow)).hasSize(1);
        }
    }
}
