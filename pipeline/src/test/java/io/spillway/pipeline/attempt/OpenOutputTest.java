package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that go on in the middle of an output. */
@Timeout(180)
class OpenOutputTest {

    private static final String CONTENT =
            "The quick brown fox jumps over the lazy dog, and the dog sleeps on as if nothing was.";

    /** In bytes. */
    private static final int PART = 16;

    private static final int BETWEEN_CHECKPOINTS = 7;
    private static final int WHOLE = CONTENT.length();

    @TempDir Path scratch;

    private final PathBed bed = new PathBed(PART);

    /** Where attempts began to read. */
    private final List<Long> begun = new ArrayList<>();

    /** Copies its input byte for byte, and breaks off in front of one of them. */
    private Stage copy(int breaksOffBefore) {
        return copy(breaksOffBefore, new StageFailure.Transient("Lost the connection."));
    }

    private Stage copy(int breaksOffBefore, StageFailure with) {
        return work -> {
            var start = start(work);
            begun.add(start);
            try (var in = work.input().open(start);
                    var out = work.outputs().underInput("copy", "text/plain")) {
                for (var at = start; at < WHOLE; at++) {
                    if (at == breaksOffBefore) {
                        throw with;
                    }
                    if (at % BETWEEN_CHECKPOINTS == 0) {
                        work.checkpoint("copy 1", JsonObject.of().put("at", at).build());
                    }
                    out.write(in.read());
                }
            }
        };
    }

    private static long start(Work work) throws IOException {
        return work.resumeFrom("copy 1").map(position -> position.requireWhole("at")).orElse(0L);
    }

    private Outcome attempt(WorkItem item, Stage stage) throws IOException {
        return bed.path(stage).attempt(item, PathBed.INLINE, TestHost.invocation("r", scratch));
    }

    private Outcome attemptInAJob(WorkItem item, Stage stage) throws IOException {
        return bed.path(stage).attempt(item, PathBed.INLINE, TestHost.job("j", 1, scratch));
    }

    private void assertWhole(WorkItem item) throws IOException {
        assertThat(bed.output("copy")).hasValue(CONTENT);
        assertThat(bed.versions("copy")).isEqualTo(1);
        assertThat(bed.ledger.newest(item.id()).orElseThrow().state())
                .isEqualTo(new State.Announced());
        assertThat(new HashSet<>(bed.events.statuses(item.id()))).containsExactly("succeeded");
    }

    @Test
    void goOnFromTheLastCheckpointOfWhatIsStored() throws IOException {
        var item = bed.item(CONTENT);

        assertThat(attempt(item, copy(40))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(bed.output("copy")).isEmpty();
        assertThat(bed.store.openUploads()).hasSize(1);
        assertThat(attempt(item, copy(75))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(attempt(item, copy(WHOLE + 1))).isInstanceOf(Outcome.Ended.class);

        assertThat(begun).as("32 and 64 bytes were stored").containsExactly(0L, 28L, 63L);
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void startAnewWhereNoPartIsFull() throws IOException {
        var item = bed.item(CONTENT);

        attempt(item, copy(PART - 1));
        assertThat(bed.store.openUploads()).isEmpty();
        attempt(item, copy(WHOLE + 1));

        assertThat(begun).containsExactly(0L, 0L);
        assertWhole(item);
    }

    @Test
    void keepACheckpointThatANewAttemptCouldNotImprove() throws IOException {
        var item = bed.item(CONTENT);

        attempt(item, copy(40));
        attempt(item, copy(29));
        attempt(
                item,
                _ -> {
                    throw new StageFailure.Transient("At once.");
                });
        attemptInAJob(item, copy(WHOLE + 1));

        assertThat(begun).containsExactly(0L, 28L, 28L);
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 40, 75})
    void leaveNothingBehindWhenTheWorkItemFails(int breaksOffBefore) throws IOException {
        var item = bed.item(CONTENT);

        attempt(item, copy(breaksOffBefore));
        attempt(item, copy(80, new StageFailure.BadInput("It ends here.")));

        assertThat(bed.states(item)).endsWith("failed", "announced");
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void leaveNothingBehindWhereAStageBeginsAnew() throws IOException {
        var item = bed.item(CONTENT);

        attempt(item, copy(40));
        attempt(
                item,
                work -> {
                    try (var out = work.outputs().underInput("copy", "text/plain")) {
                        work.input().open().transferTo(out);
                    }
                });

        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void startAnewWhereTheUploadIsGone() throws IOException {
        var item = bed.item(CONTENT);
        attempt(item, copy(40));
        bed.store.abortAll();

        assertThat(attempt(item, copy(WHOLE + 1))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(attempt(item, copy(WHOLE + 1))).isInstanceOf(Outcome.Ended.class);

        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    /** It stores a part, under the same number, of which the committed list knows nothing. */
    @Test
    void startAnewWhereAnotherWriterReplacedAPart() throws IOException {
        var item = bed.item(CONTENT);
        attempt(item, copy(40));
        var left =
                new Checkpoints(bed.store, new Places("out", "work"))
                        .of(bed.ledger.newest(item.id()).orElseThrow())
                        .orElseThrow()
                        .open()
                        .getFirst()
                        .stored();
        Stage disturbed =
                work -> {
                    copy(WHOLE + 1).run(work);
                    bed.store.resumeUpload(left).write("something else, a part long".getBytes());
                };

        assertThat(attempt(item, disturbed)).isInstanceOf(Outcome.GivenBack.class);
        assertThat(bed.store.openUploads()).isEmpty();
        assertThat(attempt(item, copy(WHOLE + 1))).isInstanceOf(Outcome.Ended.class);

        assertThat(begun).containsExactly(0L, 28L, 0L);
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void refuseAStageThatLeavesOutAnOutputThatWasOpen() throws IOException {
        var item = bed.item(CONTENT);
        attempt(item, copy(40));

        var outcome = (Outcome.Ended) attempt(item, work -> work.resumeFrom("copy 1"));

        assertThat(((State.Failed) outcome.state()).failure().message()).contains("left out");
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void refuseAStageThatWritesLessThanBefore() throws IOException {
        var item = bed.item(CONTENT);
        attempt(item, copy(40));

        var outcome =
                (Outcome.Ended)
                        attempt(
                                item,
                                work -> {
                                    work.resumeFrom("copy 1");
                                    work.outputs().underInput("copy", "text/plain").close();
                                });

        assertThat(((State.Failed) outcome.state()).failure().message())
                .contains("wrote 28 bytes of an output of which 32 are stored");
        assertThat(bed.store.openUploads()).isEmpty();
    }

    @Test
    void surviveAHostThatWasThoughtDead() throws Exception {
        var item = bed.item(CONTENT);
        attempt(item, copy(40));
        var resumed = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        Stage slow =
                work -> {
                    var start = start(work);
                    try (var in = work.input().open(start);
                            var out = work.outputs().underInput("copy", "text/plain")) {
                        out.write(in.readNBytes(30));
                        resumed.countDown();
                        mayEnd.await();
                        in.transferTo(out);
                    }
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
        resumed.await();
        bed.clock.advance(WorkPath.LEASE);

        attempt(item, copy(75));
        mayEnd.countDown();
        assertThat(zombie.get()).isEqualTo(new Outcome.Fenced());
        attemptInAJob(item, copy(WHOLE + 1));

        assertThat(begun).containsExactly(0L, 28L, 63L);
        assertWhole(item);
        assertThat(bed.store.openUploads()).isEmpty();
    }

    /** One crash at every effect of an attempt that breaks off, and of the one that goes on. */
    @ParameterizedTest
    @CsvSource({"15,false", "15,true", "40,false", "40,true", "80,true"})
    void endOnceWhereverTheyAreKilled(int breaksOffBefore, boolean after) throws IOException {
        var kills =
                Crashes.everywhere(
                        at -> {
                            var fresh = new OpenOutputTest();
                            fresh.scratch = scratch;
                            return fresh.endOnce(breaksOffBefore, at, after);
                        });
        assertThat(kills).isGreaterThan(8);
    }

    private boolean endOnce(int breaksOffBefore, int at, boolean after) throws IOException {
        var item = bed.item(CONTENT);
        var stages = List.of(copy(breaksOffBefore), copy(WHOLE + 1));
        var crashed =
                bed.isCrashed(
                        item, stages, new Crashes(at, after), TestHost.invocation("r1", scratch));
        bed.clock.advance(WorkPath.LEASE);

        assertThat(attempt(item, copy(WHOLE + 1)))
                .as("killed %s effect %d", after ? "after" : "before", at)
                .isInstanceOf(Outcome.Ended.class);
        assertWhole(item);
        return crashed;
    }
}
