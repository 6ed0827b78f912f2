package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An attempt whose stage wants more than its host has. */
@Timeout(180)
class SpillTest {

    private static final Duration GRACE = Duration.ofMillis(50);
    private static final Limits LIMITS =
            new Limits(Instant.MAX, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, GRACE);

    @TempDir Path scratch;

    private final PathBed bed = new PathBed();

    private Outcome attempt(Stage stage, TestHost host) throws IOException {
        return bed.path(stage).attempt(bed.item("hello"), PathBed.INLINE, host);
    }

    private TestHost host() {
        return TestHost.invocation("r", scratch).with(LIMITS);
    }

    private static Failure given(Outcome outcome) {
        return ((Outcome.GivenBack) outcome).failure();
    }

    private static void writeForEver(OutputStream out) throws IOException {
        while (true) {
            out.write(new byte[100]);
        }
    }

    @Test
    void stopsAStageThatWritesMoreThanItsPhaseTakesInline() throws IOException {
        var limits = new Limits(Instant.MAX, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 20, GRACE);

        var outcome =
                attempt(
                        work -> {
                            try (var out = work.outputs().underInput("a", "text/plain")) {
                                writeForEver(out);
                            }
                        },
                        host().with(limits));

        assertThat(given(outcome))
                .isEqualTo(
                        new Failure(
                                Failure.Kind.EXPANSION,
                                "Stopped phase work on s3://drop/in/a.txt: 1 MiB and 24 bytes written, more than the 1 MiB that it takes inline; it goes on in Batch."));
        assertThat(bed.store.openUploads()).isEmpty();
        assertThat(bed.output("a")).isEmpty();
    }

    @Test
    void letsAStageWriteExactlyWhatItsPhaseTakesInline() throws IOException {
        var limits = new Limits(Instant.MAX, Long.MAX_VALUE, Long.MAX_VALUE, 1000, GRACE);

        var outcome =
                attempt(
                        work -> {
                            try (var out = work.outputs().underInput("a", "text/plain")) {
                                out.write(new byte[1000]);
                            }
                        },
                        host().with(limits));

        assertThat(outcome).isInstanceOf(Outcome.Ended.class);
    }

    @Test
    void saysWhatToDoWhereThePhaseHasNoBatch() throws IOException {
        bed.withoutBatch();
        var limits = new Limits(Instant.MAX, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 20, GRACE);

        var outcome =
                attempt(
                        work -> writeForEver(work.outputs().underInput("a", "text/plain")),
                        host().with(limits));

        assertThat(given(outcome).message())
                .endsWith(
                        "; the phase has no Batch to go on in. Give it \"batch\", or smaller inputs.");
    }

    @Test
    void stopsAStageThatFillsTheScratchSpace() throws IOException {
        var limits = new Limits(Instant.MAX, Long.MAX_VALUE, 10_000, Long.MAX_VALUE, GRACE);

        var outcome =
                attempt(
                        work -> {
                            Files.write(work.scratch().resolve("big"), new byte[20_480]);
                            new CountDownLatch(1).await();
                        },
                        host().with(limits));

        assertThat(given(outcome))
                .isEqualTo(
                        new Failure(
                                Failure.Kind.SCRATCH,
                                "Stopped phase work on s3://drop/in/a.txt: 20 KiB of scratch space in use, more than the 9.8 KiB there are; it goes on in Batch."));
    }

    @Test
    void stopsAStageWhenMemoryRunsShort() throws IOException {
        var limits = new Limits(Instant.MAX, 100 << 20, Long.MAX_VALUE, Long.MAX_VALUE, GRACE);

        var outcome =
                attempt(
                        work -> new CountDownLatch(1).await(),
                        host().with(limits).with((Memory) _ -> OptionalLong.of(120 << 20)));

        assertThat(given(outcome))
                .isEqualTo(
                        new Failure(
                                Failure.Kind.MEMORY,
                                "Stopped phase work on s3://drop/in/a.txt: 120 MiB of memory in use, more than the 100 MiB that are safe here; it goes on in Batch."));
    }

    @Test
    void spillsAStageThatTookAllTheMemory() throws IOException {
        var outcome =
                attempt(
                        _ -> {
                            throw new OutOfMemoryError("Java heap space");
                        },
                        host());

        assertThat(given(outcome))
                .isEqualTo(
                        new Failure(
                                Failure.Kind.MEMORY,
                                "Stopped phase work on s3://drop/in/a.txt: it ran out of memory (Java heap space); it goes on in Batch."));
    }

    @Test
    void saysThatAJobNeedsMoreMemory() throws IOException {
        var outcome =
                attempt(
                        _ -> {
                            throw new OutOfMemoryError("Java heap space");
                        },
                        TestHost.job("j", 1, scratch));

        assertThat(given(outcome).message())
                .endsWith("; the job is too small. Give the phase more memory under \"batch\".");
    }

    @Test
    void goesOnWithoutAStageThatIgnoresEveryRequestToStop() throws Exception {
        var item = bed.item("hello");
        var deadline = bed.clock.instant().plusSeconds(10);
        var limits = new Limits(deadline, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, GRACE);
        var mayEnd = new CountDownLatch(1);
        var tried = new CompletableFuture<Throwable>();
        var host = host().with(limits);
        Stage stalled =
                work -> {
                    var out = work.outputs().underInput("a", "text/plain");
                    out.write(new byte[10]);
                    bed.clock.advance(Duration.ofSeconds(10));
                    awaitIgnoringInterrupts(mayEnd);
                    try {
                        out.write(new byte[10]);
                        tried.complete(null);
                    } catch (IOException e) {
                        tried.complete(e);
                    }
                };

        var outcome = bed.path(stalled).attempt(item, PathBed.INLINE, host);

        assertThat(given(outcome))
                .isEqualTo(
                        new Failure(
                                Failure.Kind.DEADLINE,
                                "Stopped phase work on s3://drop/in/a.txt: the time it has here is nearly over, at %s; it goes on in Batch."
                                        .formatted(deadline)));
        assertThat(bed.states(item)).containsExactly("claimed", "released");
        assertThat(host.leftBehind()).singleElement().matches(Thread::isAlive);

        mayEnd.countDown();
        assertThat(tried.get()).isInstanceOf(StopSignal.Stopped.class);
        host.leftBehind().getFirst().join();
        assertThat(bed.store.openUploads()).isEmpty();
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException _) {
                continue;
            }
        }
    }

    @Test
    void interruptsAStageThatWaitsInsteadOfWorking() throws IOException {
        var limits =
                new Limits(
                        bed.clock.instant(),
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Duration.ofSeconds(2));
        var host = host().with(limits);

        var outcome = attempt(_ -> new CountDownLatch(1).await(), host);

        assertThat(given(outcome).kind()).isEqualTo(Failure.Kind.DEADLINE);
        assertThat(host.leftBehind()).isEmpty();
    }

    @Test
    void stopsAStageWithoutInputOrOutputWhoseWorkItemAnotherHostTook() throws Exception {
        var item = bed.item("hello");
        var working = new CountDownLatch(1);
        Stage waiting =
                _ -> {
                    working.countDown();
                    new CountDownLatch(1).await();
                };
        var host =
                new TestHost(new Worker.Invocation("r"), Instant.MAX, GRACE, scratch).with(LIMITS);
        var first =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return bed.path(waiting).attempt(item, PathBed.INLINE, host);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        working.await();
        Outcome second;
        do { // the first host's heartbeat may come in between
            bed.clock.advance(WorkPath.LEASE);
            second =
                    bed.path(_ -> {})
                            .attempt(item, PathBed.INLINE, TestHost.invocation("s", scratch));
        } while (second instanceof Outcome.Busy);

        assertThat(second).isInstanceOf(Outcome.Ended.class);
        assertThat(first.get()).isEqualTo(new Outcome.Fenced());
        assertThat(bed.ledger.newest(item.id()).orElseThrow().state())
                .isEqualTo(new State.Announced());
    }
}
