package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts that go on from where others stopped. */
@Timeout(180)
class CheckpointTest {

    private static final int PARTS = 4;

    @TempDir Path scratch;

    private final PathBed bed = new PathBed();

    /** The parts that were written, over all attempts. */
    private final List<Integer> worked = new ArrayList<>();

    /** Gives an output per character of its input, and breaks off before one of them. */
    private Stage parts(int breaksOffBefore, StageFailure with) {
        return parts("parts 1", breaksOffBefore, with);
    }

    private Stage parts(String format, int breaksOffBefore, StageFailure with) {
        return work -> {
            var first =
                    work.resumeFrom(format).map(position -> (int) position.requireWhole("next"));
            for (var part = first.orElse(0); part < PARTS; part++) {
                if (part == breaksOffBefore) {
                    throw with;
                }
                write(work, part);
                work.checkpoint(format, JsonObject.of().put("next", part + 1).build());
            }
        };
    }

    private void write(Work work, int part) throws IOException, StageFailure {
        try (var in = work.input().open();
                var out = work.outputs().underInput("part" + part, "text/plain")) {
            in.skipNBytes(part);
            out.write(in.read());
        }
        worked.add(part);
    }

    private static StageFailure lost() {
        return new StageFailure.Transient("Lost the connection.");
    }

    private Outcome attempt(WorkItem item, Stage stage) throws IOException {
        return bed.path(stage).attempt(item, PathBed.INLINE, TestHost.invocation("r", scratch));
    }

    /** After as many attempts as an invocation makes. */
    private Outcome attemptInAJob(WorkItem item, Stage stage) throws IOException {
        return bed.path(stage).attempt(item, PathBed.INLINE, TestHost.job("j", 1, scratch));
    }

    private void assertWhole(WorkItem item) throws IOException {
        for (var part = 0; part < PARTS; part++) {
            assertThat(bed.output("part" + part)).hasValue("abcd".substring(part, part + 1));
            assertThat(bed.versions("part" + part)).isEqualTo(1);
        }
        assertThat(bed.ledger.newest(item.id()).orElseThrow().state())
                .isEqualTo(new State.Announced());
        assertThat(new HashSet<>(bed.events.statuses(item.id()))).containsExactly("succeeded");
    }

    @Test
    void goOnFromTheLastCheckpoint() throws IOException {
        var item = bed.item("abcd");

        assertThat(attempt(item, parts(2, lost()))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(bed.output("part0")).isEmpty();
        assertThat(bed.store.openUploads()).hasSize(2);
        assertThat(attempt(item, parts(3, lost()))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(attempt(item, parts(9, lost()))).isInstanceOf(Outcome.Ended.class);

        assertThat(worked).containsExactly(0, 1, 2, 3);
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void keepACheckpointThatANewAttemptCouldNotImprove() throws IOException {
        var item = bed.item("abcd");

        attempt(item, parts(2, lost()));
        attempt(item, parts(2, lost()));
        attempt(
                item,
                _ -> {
                    throw lost();
                });
        attemptInAJob(item, parts(9, lost()));

        assertThat(worked).containsExactly(0, 1, 2, 3);
        assertWhole(item);
    }

    @Test
    void dropWhatWasWrittenAfterTheCheckpoint() throws IOException {
        var item = bed.item("abcd");

        attempt(
                item,
                work -> {
                    write(work, 0);
                    work.checkpoint("parts 1", JsonObject.of().put("next", 1).build());
                    write(work, 1);
                    work.outputs().underInput("part2", "text/plain").write('x');
                    throw lost();
                });

        assertThat(bed.store.openUploads()).hasSize(1);
        attempt(item, parts(9, lost()));
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void startAnewWhereTheCheckpointIsOfAnotherFormat() throws IOException {
        var item = bed.item("abcd");

        attempt(item, parts("parts 1", 2, lost()));
        attempt(item, parts("parts 2", 1, lost()));
        attempt(item, parts("parts 2", 9, lost()));

        assertThat(worked).containsExactly(0, 1, 0, 1, 2, 3);
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void refuseAnOutputThatAnEarlierAttemptGave() throws IOException {
        var item = bed.item("abcd");
        attempt(item, parts(1, lost()));

        var outcome =
                (Outcome.Ended)
                        attempt(
                                item,
                                work -> {
                                    work.resumeFrom("parts 1");
                                    write(work, 0);
                                });

        assertThat(((State.Failed) outcome.state()).failure().message()).contains("twice");
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void leaveNothingBehindWhenTheWorkItemFails() throws IOException {
        var item = bed.item("abcd");

        attempt(item, parts(2, lost()));
        attempt(item, parts(3, new StageFailure.BadInput("It ends here.")));

        assertThat(bed.states(item)).endsWith("failed", "announced");
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void leaveNothingBehindWhenNobodyTriesAgain() throws IOException {
        var item = bed.item("abcd");
        attempt(item, parts(2, lost()));

        bed.path(_ -> {}).endReleased(item.id(), new Failure(Failure.Kind.TRANSIENT, "Enough."));

        assertThat(bed.states(item)).endsWith("failed", "announced");
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void startAnewWhereTheUploadsOfACheckpointAreGone() throws IOException {
        var item = bed.item("abcd");
        attempt(item, parts(2, lost()));
        bed.store.abortAll();

        assertThat(attempt(item, parts(9, lost()))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(attempt(item, parts(9, lost()))).isInstanceOf(Outcome.Ended.class);

        assertThat(bed.output("part0")).hasValue("a");
        assertThat(bed.output("part3")).hasValue("d");
    }

    @Test
    void surviveAHostThatWasThoughtDead() throws Exception {
        var item = bed.item("abcd");
        attempt(item, parts(2, lost()));
        var adopted = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        Stage slow =
                work -> {
                    work.resumeFrom("parts 1");
                    adopted.countDown();
                    mayEnd.await();
                    write(work, 2);
                };
        var zombie =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return attempt(item, slow);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        adopted.await();
        bed.clock.advance(WorkPath.LEASE);

        attempt(item, parts(3, lost()));
        mayEnd.countDown();
        assertThat(zombie.get()).isEqualTo(new Outcome.Fenced());
        attemptInAJob(item, parts(9, lost()));

        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    /** One crash at every effect of an attempt that breaks off, and of the one that goes on. */
    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "4,false"})
    void endOnceWhereverTheyAreKilled(int breaksOffBefore, boolean after) throws IOException {
        var kills =
                Crashes.everywhere(
                        at -> {
                            var fresh = new CheckpointTest();
                            fresh.scratch = scratch;
                            return fresh.endOnce(breaksOffBefore, at, after);
                        });
        assertThat(kills).isGreaterThan(12);
    }

    private boolean endOnce(int breaksOffBefore, int at, boolean after) throws IOException {
        var item = bed.item("abcd");
        var stages = List.of(parts(breaksOffBefore, lost()), parts(9, lost()));
        var crashed =
                bed.isCrashed(
                        item, stages, new Crashes(at, after), TestHost.invocation("r1", scratch));
        bed.clock.advance(WorkPath.LEASE);

        assertThat(attempt(item, parts(9, lost())))
                .as("killed %s effect %d", after ? "after" : "before", at)
                .isInstanceOf(Outcome.Ended.class);
        assertWhole(item);
        return crashed;
    }
}
