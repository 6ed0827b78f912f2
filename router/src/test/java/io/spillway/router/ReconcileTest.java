package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.router.intake.ReconcileMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileTest {

    private static final Duration QUIET = Duration.ofMinutes(20);
    private static final byte[] CSV = "a,b\n1,2\n".getBytes(UTF_8);

    @TempDir private Path scratch;

    private TestRouter router;

    @BeforeEach
    void deploy() throws IOException {
        router = new TestRouter(scratch, "out", 1769);
        router.deploy(
                """
                {"pipeline": "p", "phases": {
                  "convert": {"on": "upload", "match": {"keys": "in/**", "types": ["csv"]}, "stage": "convert"}}}
                """);
    }

    private void reconcile() throws IOException {
        router.invoke(List.of(ReconcileMessages.start("drop", router.clock.instant(), QUIET)));
        drain();
    }

    /** Hands the router what it sent itself, until there is no more. */
    private List<String> drain() throws IOException {
        var all = new ArrayList<String>();
        for (var sent = router.queue.drain(); !sent.isEmpty(); sent = router.queue.drain()) {
            all.addAll(sent);
            for (var body : sent) {
                router.invoke(List.of(body));
            }
        }
        return all;
    }

    /** Takes what the router sent itself, but for the looks at jobs and dead letters. */
    private List<String> sentForUploads() {
        return router.queue.drain().stream()
                .filter(body -> body.contains("upload.v1") || body.contains("reconcile-part"))
                .toList();
    }

    private static String told(ObjectVersion object) {
        return TestRouter.uploaded(object);
    }

    @Test
    void takesUpAnUploadWhoseEventNeverCameAndSaysSo() throws IOException {
        var lost = router.drop("in/a b+%.csv", CSV);
        router.clock.advance(Duration.ofMinutes(34));

        reconcile();

        assertThat(router.published()).containsExactly("convert inline succeeded");
        assertThat(router.events.published().getFirst().item().input()).isEqualTo(lost);
        assertThat(router.events.notices()).singleElement().satisfies(this::isRecovered);
    }

    private void isRecovered(Notice notice) {
        assertThat(notice.status()).isEqualTo(Notice.Status.RECOVERED);
        assertThat(notice.input().toString()).isEqualTo("s3://drop/in/a b+%.csv");
        assertThat(notice.reason())
                .isEqualTo(
                        "The event of its upload had not come 34m after it. It was found by listing the bucket, and is taken up now.");
    }

    @Test
    void leavesAloneWhatTheLedgerKnowsHoweverItEnded() throws IOException {
        router.upload("in/a.csv", CSV);
        router.upload("in/empty.csv", new byte[0]);
        router.upload("elsewhere.txt", CSV);
        router.clock.advance(Duration.ofHours(1));
        var before = router.published();

        reconcile();

        assertThat(router.published()).isEqualTo(before);
        assertThat(router.events.notices()).isEmpty();
    }

    @Test
    void leavesAnUploadTimeForItsEventAndTakesItUpInALaterPass() throws IOException {
        router.drop("in/a.csv", CSV);
        router.clock.advance(Duration.ofMinutes(10));

        reconcile();
        assertThat(router.published()).isEmpty();

        router.clock.advance(Duration.ofMinutes(15));
        reconcile();
        assertThat(router.published()).containsExactly("convert inline succeeded");
    }

    @Test
    void accountsForEveryVersionAlsoOfWhatNoPhaseWants() throws IOException {
        router.drop("in/a.csv", CSV);
        router.drop("in/a.csv", CSV);
        router.drop("elsewhere.txt", CSV);
        router.drop("in/empty.csv", new byte[0]);
        router.clock.advance(Duration.ofHours(1));

        reconcile();

        assertThat(router.published())
                .containsExactlyInAnyOrder(
                        "convert inline succeeded",
                        "convert inline succeeded",
                        "intake ignored skipped",
                        "intake rejected failed");
        assertThat(router.events.notices()).hasSize(4);
    }

    @Test
    void goesOnInFurtherInvocationsWhereTheBucketIsLarge() throws IOException {
        for (int i = 0; i < 25; i++) {
            router.drop("in/%02d.csv".formatted(i), CSV);
        }
        router.clock.advance(Duration.ofHours(1));

        router.invoke(List.of(ReconcileMessages.start("drop", router.clock.instant(), QUIET)));
        var sent = drain();

        assertThat(sent).filteredOn(body -> body.contains("reconcile-part")).hasSize(2);
        assertThat(router.published()).hasSize(25);
    }

    @Test
    void looksAtAVersionOnceOnly() throws IOException {
        router.drop("in/a.csv", CSV);
        router.clock.advance(Duration.ofHours(1));
        var first = ReconcileMessages.start("drop", router.clock.instant(), QUIET);
        router.invoke(List.of(first));
        assertThat(sentForUploads()).singleElement().asString().contains("upload.v1");

        // Its message is lost too, but the pass is over: nothing is looked at twice.
        router.clock.advance(Duration.ofHours(1));
        reconcile();

        assertThat(router.published()).isEmpty();
    }

    @Test
    void beginsNoPassWhileAnotherIsUnderWayAndRepeatsItsOwnMessage() throws IOException {
        for (int i = 0; i < 11; i++) {
            router.drop("in/%02d.csv".formatted(i), CSV);
        }
        router.clock.advance(Duration.ofHours(1));
        var first = ReconcileMessages.start("drop", router.clock.instant(), QUIET);
        router.invoke(List.of(first));
        var sent = sentForUploads();
        assertThat(sent).anyMatch(body -> body.contains("reconcile-part"));

        router.clock.advance(Duration.ofMinutes(15));
        router.invoke(List.of(ReconcileMessages.start("drop", router.clock.instant(), QUIET)));
        assertThat(sentForUploads()).isEmpty();

        router.invoke(List.of(first));
        assertThat(sentForUploads()).containsExactlyElementsOf(sent);
    }

    @Test
    void isHarmlessBesideALateEvent() throws IOException {
        var late = router.drop("in/a.csv", CSV);
        router.clock.advance(Duration.ofHours(1));
        reconcile();

        router.invoke(List.of(told(late)));

        assertThat(router.published()).containsExactly("convert inline succeeded");
    }

    @Test
    void doesNotGoBackFurtherThanTheLedgerCanBeTrusted() throws IOException {
        router.drop("in/old.csv", CSV);
        router.clock.advance(Duration.ofDays(5));

        reconcile();

        assertThat(router.published()).isEmpty();
    }
}
