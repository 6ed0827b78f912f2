package io.spillway.pipeline.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.definition.Match;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkPathTest {

    private static final Route INLINE = new Route.Inline("Small.");
    private static final Phase UPPER =
            new Phase(
                    "upper",
                    List.of(new Trigger.Upload()),
                    new Match(List.of(), Set.of()),
                    new StageSpec.Named("upper", Map.of()),
                    Optional.of(InlineLimits.DEFAULT),
                    Optional.of(BatchNeeds.DEFAULT),
                    "upper/");

    @TempDir Path scratch;

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final MemoryEvents events = new MemoryEvents();
    private final Ledger ledger = new ObjectLedger(store, "work", Places.LEDGER_PREFIX);
    private final AtomicInteger writers = new AtomicInteger();
    private Stage stage = WorkPathTest::upper;

    /** Writes its input in capitals, and how long it is. */
    private static void upper(Work work) throws StageFailure, IOException {
        byte[] input;
        try (var in = work.input().open()) {
            input = in.readAllBytes();
        }
        try (var out = work.outputs().besideInput(".upper", "text/plain")) {
            out.write(new String(input, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
        }
        try (var out = work.outputs().underInput("length/bytes.txt", "text/plain")) {
            out.write(Integer.toString(input.length).getBytes(UTF_8));
        }
    }

    private WorkItem item() {
        var object = store.put(new ObjectLocation("drop", "in/a.txt"), "hello".getBytes(UTF_8));
        var revision = object.versionId().orElseThrow();
        return new WorkItem(
                WorkItem.idOf("p", "upper", object, revision),
                "p",
                "upper",
                object,
                ContentType.TEXT,
                "in/a.txt",
                Upload.of("p", object, revision),
                0);
    }

    private WorkPath path() {
        return path(new Crashes(0, false));
    }

    private WorkPath path(Crashes crashes) {
        return path(crashes.of(store), crashes.of(ledger), crashes.of(events));
    }

    private WorkPath path(ObjectStore objects, Ledger entries, Events topic) {
        return path(objects, entries, topic, Threads.REAL);
    }

    private WorkPath path(ObjectStore objects, Ledger entries, Events topic, Threads threads) {
        return new WorkPath(
                new PipelineDefinition("p", List.of(UPPER)),
                objects,
                entries,
                topic,
                _ -> stage,
                new Places("out", "work"),
                clock,
                () -> "writer-" + writers.incrementAndGet(),
                threads);
    }

    private Outcome attempt(WorkItem item) throws IOException {
        return path().attempt(item, INLINE, TestHost.invocation("r", scratch));
    }

    private List<String> states(WorkItem item) throws IOException {
        return ledger.history(item.id()).stream().map(Entry::state).map(State::word).toList();
    }

    private String output(String key) {
        return new String(store.get(new ObjectLocation("out", key)).orElseThrow(), UTF_8);
    }

    @Test
    void takesAWorkItemFromItsClaimToItsAnnouncement() throws IOException {
        var item = item();

        var outcome = attempt(item);

        assertThat(outcome).isInstanceOf(Outcome.Ended.class);
        assertThat(states(item)).containsExactly("claimed", "committing", "succeeded", "announced");
        assertThat(output("upper/in/a.txt.upper")).isEqualTo("HELLO");
        assertThat(output("upper/in/a.txt/length/bytes.txt")).isEqualTo("5");
        assertThat(events.statuses(item.id())).containsExactly("succeeded");
        assertThat(store.openUploads()).isEmpty();
    }

    @Test
    void tellsWhatItReadAndWrote() throws IOException {
        var item = item();

        attempt(item);

        var happening = (PhaseEvent.Happening.Succeeded) events.published().getFirst().happening();
        assertThat(happening.usage().bytesRead()).isEqualTo(5);
        assertThat(happening.usage().bytesWritten()).isEqualTo(6);
        assertThat(happening.results().listed())
                .extracting(output -> output.key())
                .containsExactly("upper/in/a.txt.upper", "upper/in/a.txt/length/bytes.txt");
    }

    @Test
    void doesNothingForAWorkItemThatHasEnded() throws IOException {
        var item = item();
        attempt(item);
        stage =
                _ -> {
                    throw new AssertionError("ran again");
                };

        var outcome = attempt(item);

        assertThat(outcome).isEqualTo(new Outcome.Ended(new State.Announced()));
        assertThat(events.published()).hasSize(1);
        assertThat(store.versions(new ObjectLocation("out", "upper/in/a.txt.upper"))).isEqualTo(1);
    }

    @Test
    void leavesAWorkItemAloneWhileAnotherHostHoldsIt() throws IOException {
        var item = item();
        var leaseEnd = clock.instant().plus(WorkPath.LEASE);
        var holder = new State.Claimed(new Worker.Invocation("other"), leaseEnd);
        ledger.append(Entry.first(clock.instant(), "other", item, INLINE, holder));

        assertThat(attempt(item)).isEqualTo(new Outcome.Busy(leaseEnd));

        clock.advance(WorkPath.LEASE);
        assertThat(attempt(item)).isInstanceOf(Outcome.Ended.class);
        assertThat(states(item))
                .containsExactly("claimed", "claimed", "committing", "succeeded", "announced");
    }

    @Test
    void claimsAWorkItemForAsLongAsItsHostSays() throws IOException {
        var item = item();
        var lease = Duration.ofSeconds(5);
        var host = new TestHost(new Worker.Invocation("r"), Instant.MAX, lease, scratch);

        path().attempt(item, INLINE, host);

        assertThat(ledger.history(item.id()).getFirst().state())
                .isEqualTo(new State.Claimed(host.worker(), clock.instant().plus(lease)));
    }

    @Test
    void takesOverAtOnceFromAnEarlierAttemptOfItsOwnJob() throws IOException {
        var item = item();
        var holder =
                new State.Claimed(
                        new Worker.JobAttempt("job", 1), clock.instant().plus(WorkPath.LEASE));
        ledger.append(Entry.first(clock.instant(), "first", item, INLINE, holder));

        assertThat(path().attempt(item, INLINE, TestHost.job("other", 2, scratch)))
                .isInstanceOf(Outcome.InBatch.class);
        assertThat(path().attempt(item, INLINE, TestHost.job("job", 2, scratch)))
                .isInstanceOf(Outcome.Ended.class);
    }

    @Test
    void tellsThatItTookOverFromAHostThatDiedWithoutAWord() throws IOException {
        var item = item();
        claimedByAnother(item);
        clock.advance(WorkPath.LEASE);

        attempt(item);
        attempt(item);

        assertThat(events.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.status()).isEqualTo(Notice.Status.RECOVERED);
                            assertThat(notice.item()).hasValue(item.id());
                            assertThat(notice.phase()).hasValue("upper");
                            assertThat(notice.reason())
                                    .isEqualTo(
                                            "Invocation other of the function worked on it and was not heard of for 30s: it died without a word. Attempt 2 goes on with it now.");
                        });
    }

    @Test
    void worksOnThoughNobodyCanBeToldThatItTookOver() throws IOException {
        var item = item();
        claimedByAnother(item);
        clock.advance(WorkPath.LEASE);
        Events deaf =
                published -> {
                    if (published.getFirst() instanceof Notice) {
                        throw new IOException("The topic is gone.");
                    }
                    events.publish(published);
                };

        var outcome =
                path(store, ledger, deaf).attempt(item, INLINE, TestHost.invocation("r", scratch));

        assertThat(outcome).isInstanceOf(Outcome.Ended.class);
        assertThat(events.statuses(item.id())).containsExactly("succeeded");
    }

    @Test
    void tellsNothingOfWorkThatNoHostDiedOf() throws IOException {
        var item = item();
        var failing = stage;
        stage =
                _ -> {
                    throw new StageFailure.Transient("No answer.");
                };
        attempt(item);
        stage = failing;

        attempt(item);

        assertThat(events.statuses(item.id())).containsExactly("succeeded");
        assertThat(events.notices()).isEmpty();
    }

    private void claimedByAnother(WorkItem item) throws IOException {
        var holder =
                new State.Claimed(
                        new Worker.Invocation("other"), clock.instant().plus(WorkPath.LEASE));
        ledger.append(Entry.first(clock.instant(), "other", item, INLINE, holder));
    }

    @Test
    void discardsWhatAHostWroteThatWasThoughtDead() throws Exception {
        var item = item();
        var working = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        stage =
                work -> {
                    if (working.getCount() > 0) {
                        working.countDown();
                        mayEnd.await();
                    }
                    upper(work);
                };
        var zombie = CompletableFuture.supplyAsync(() -> unchecked(item));
        working.await();
        clock.advance(WorkPath.LEASE);

        var second = attempt(item);
        mayEnd.countDown();

        assertThat(second).isInstanceOf(Outcome.Ended.class);
        assertThat(zombie.get()).isEqualTo(new Outcome.Fenced());
        assertThat(store.versions(new ObjectLocation("out", "upper/in/a.txt.upper"))).isEqualTo(1);
        assertThat(store.openUploads()).isEmpty();
        assertThat(events.statuses(item.id())).containsExactly("succeeded");
    }

    private Outcome unchecked(WorkItem item) {
        try {
            return attempt(item);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void recordsAndTellsThatTheInputIsBad() throws IOException {
        var item = item();
        stage =
                work -> {
                    upper(work);
                    throw new StageFailure.BadInput("Cannot read s3://drop/in/a.txt: too short.");
                };

        var outcome = attempt(item);

        var failure =
                new Failure(Failure.Kind.BAD_INPUT, "Cannot read s3://drop/in/a.txt: too short.");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Ended.class,
                        ended ->
                                assertThat(((State.Failed) ended.state()).failure())
                                        .isEqualTo(failure));
        assertThat(states(item)).containsExactly("claimed", "failed", "announced");
        assertThat(events.statuses(item.id())).containsExactly("failed");
        assertThat(store.head(new ObjectLocation("out", "upper/in/a.txt.upper"))).isEmpty();
        assertThat(store.openUploads()).isEmpty();
    }

    @Test
    @Timeout(180)
    void goesOnWithoutUploadsThatHangAndTellsThemToGiveUp() throws Exception {
        var item = item();
        var gaveUp = new CompletableFuture<Void>();
        stage =
                work -> {
                    upper(work);
                    throw new StageFailure.BadInput("Cannot read s3://drop/in/a.txt: too short.");
                };
        var limits =
                new Limits(
                        Instant.MAX,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Duration.ofMillis(50));

        path(store, ledger, events, hangingUploads(gaveUp))
                .attempt(item, INLINE, TestHost.invocation("r", scratch).with(limits));

        assertThat(states(item)).containsExactly("claimed", "failed", "announced");
        gaveUp.get();
        assertThat(store.openUploads()).isEmpty();
    }

    /** Uploads that store nothing, and wait until they are interrupted. */
    private static Threads hangingUploads(CompletableFuture<Void> gaveUp) {
        return new Threads() {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                REAL.sleep(duration);
            }

            @Override
            public Thread startStage(String name, Runnable work) {
                return REAL.startStage(name, work);
            }

            @Override
            public ThreadFactory uploads() {
                return _ -> Thread.ofVirtual().unstarted(this::hang);
            }

            private void hang() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    gaveUp.complete(null);
                }
            }

            @Override
            public void await(Collection<? extends Future<?>> tasks, Duration most)
                    throws InterruptedException {
                REAL.await(tasks, most);
            }
        };
    }

    @Test
    void givesBackWhatMaySucceedAnotherTime() throws IOException {
        var item = item();
        stage =
                _ -> {
                    throw new StoreException.Transient("Reading broke off.", null);
                };

        var outcome = attempt(item);

        assertThat(outcome).isInstanceOf(Outcome.GivenBack.class);
        assertThat(states(item)).containsExactly("claimed", "released");
        assertThat(events.published()).isEmpty();
        stage = WorkPathTest::upper;
        assertThat(attempt(item)).isInstanceOf(Outcome.Ended.class);
        assertThat(events.published().getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void callsAStageThatThrowsSomethingElseABug() throws IOException {
        var item = item();
        stage =
                _ -> {
                    throw new IllegalStateException("oops");
                };

        var outcome = (Outcome.Ended) attempt(item);

        assertThat(((State.Failed) outcome.state()).failure())
                .isEqualTo(
                        new Failure(
                                Failure.Kind.BUG,
                                "Phase upper failed on s3://drop/in/a.txt: IllegalStateException: oops. This is a bug in the stage; its stack trace is in the log."));
    }

    @Test
    void callsAnOutputLeftOpenABug() throws IOException {
        var item = item();
        stage =
                work -> {
                    @SuppressWarnings("resource")
                    var left = work.outputs().besideInput(".open", "text/plain");
                    left.write(1);
                };

        var outcome = (Outcome.Ended) attempt(item);

        assertThat(((State.Failed) outcome.state()).failure().message())
                .isEqualTo(
                        "Stage left 1 of its 1 outputs open below upper/in/a.txt. Close every output before returning.");
    }

    @Test
    void stopsAStageWhoseTimeIsUp() throws IOException {
        var item = item();
        stage =
                work -> {
                    clock.advance(Duration.ofSeconds(11));
                    upper(work);
                };
        var host =
                new TestHost(
                        new Worker.Invocation("r"),
                        clock.instant().plusSeconds(10),
                        WorkPath.LEASE,
                        scratch);

        var outcome = (Outcome.GivenBack) path().attempt(item, INLINE, host);

        assertThat(outcome.failure().kind()).isEqualTo(Failure.Kind.DEADLINE);
        assertThat(states(item)).containsExactly("claimed", "released");
    }

    @Test
    void saysThatTheInputIsGone() throws IOException {
        var item = item();
        store.delete(item.input().location());

        var outcome = (Outcome.Ended) attempt(item);

        assertThat(((State.Failed) outcome.state()).failure().kind())
                .isEqualTo(Failure.Kind.INPUT_GONE);
    }

    @Test
    void removesTheScratchDirectoryOfAnAttempt() throws IOException {
        stage =
                work -> {
                    Files.writeString(
                            Files.createDirectories(work.scratch().resolve("a/b")).resolve("c"),
                            "x");
                    upper(work);
                };

        attempt(item());

        try (var left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../b", "/a", "a//b", "a/", ".", ""})
    void refusesAPathThatLeadsElsewhere(String path) throws IOException {
        stage = work -> work.outputs().underInput(path, "text/plain").close();

        var outcome = (Outcome.Ended) attempt(item());

        assertThat(((State.Failed) outcome.state()).failure().kind())
                .isEqualTo(Failure.Kind.BAD_INPUT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsOnceWhereverItIsKilled(boolean after) throws IOException {
        var kills = 0;
        for (int at = 1; ; at++) {
            var item = item();
            var crashes = new Crashes(at, after);
            var crashed = false;
            try {
                path(crashes).attempt(item, INLINE, TestHost.invocation("r1", scratch));
            } catch (Crashes.Crash e) {
                crashed = true;
                kills++;
            }
            clock.advance(WorkPath.LEASE);

            var outcome = attempt(item);

            assertThat(outcome)
                    .as("killed %s effect %d", after ? "after" : "before", at)
                    .isInstanceOf(Outcome.Ended.class);
            assertEndedOnce(item);
            store.delete(new ObjectLocation("out", "upper/in/a.txt.upper"));
            store.delete(new ObjectLocation("out", "upper/in/a.txt/length/bytes.txt"));
            if (!crashed) {
                break;
            }
        }
        assertThat(kills).isEqualTo(9);
    }

    private void assertEndedOnce(WorkItem item) throws IOException {
        assertThat(ledger.newest(item.id()).orElseThrow().state()).isEqualTo(new State.Announced());
        assertThat(new HashSet<>(events.statuses(item.id()))).containsExactly("succeeded");
        assertThat(output("upper/in/a.txt.upper")).isEqualTo("HELLO");
        assertThat(output("upper/in/a.txt/length/bytes.txt")).isEqualTo("5");
        assertThat(store.versions(new ObjectLocation("out", "upper/in/a.txt.upper"))).isEqualTo(1);
    }
}
