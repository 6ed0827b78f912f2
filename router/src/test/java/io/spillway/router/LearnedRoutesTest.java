package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that hang on how fast a stage is, before and after runs have shown it. */
class LearnedRoutesTest {

    /** At the 100 MB/s built in, 80 MB are converted in the second that is left after requests. */
    private static final String DEFINITION =
            """
            {"pipeline": "p", "phases": {
              "convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert",
                          "inline": {"upTo": "1 GiB", "within": "1s"}, "batch": {"vcpu": 1}}}}""";

    private static final int MB = 1_000_000;

    @TempDir Path scratch;

    private TestRouter router(int memoryMib) throws IOException {
        var router = new TestRouter(scratch, "out", memoryMib);
        router.deploy(DEFINITION);
        return router;
    }

    private static byte[] csv(int bytes) {
        var row = "some words,others\n";
        return ("a,b\n" + row.repeat(bytes / row.length())).getBytes(UTF_8);
    }

    private static PhaseEvent run(TestRouter router, long bytes, long millis) {
        var object =
                new ObjectVersion(
                        new ObjectLocation("drop", "b.csv"), Optional.of("v"), "e", bytes);
        var item =
                new WorkItem(
                        "id",
                        "p",
                        "convert",
                        object,
                        ContentType.CSV,
                        "b.csv",
                        Upload.of("p", object, "v"),
                        0);
        var usage = new Usage(router.clock.instant(), Duration.ofMillis(millis), bytes, bytes);
        var outputs = new Results(1, List.of(object), Optional.empty());
        return PhaseEvent.of(
                router.clock.instant(),
                item,
                new Route.Inline("small"),
                1,
                new PhaseEvent.Happening.Succeeded(outputs, usage));
    }

    private static void tell(TestRouter router, int runs, long bytes, long millis)
            throws IOException {
        router.invoke(Collections.nCopies(runs, TestRouter.message(run(router, bytes, millis))));
    }

    private static String reason(TestRouter router) {
        return router.events.published().getLast().route().reason();
    }

    private static long snapshots(TestRouter router) throws IOException {
        try (var keys = router.store.list("work", "rates/", "")) {
            return keys.count();
        }
    }

    @Test
    void sendsAFileToBatchOnceRunsHaveShownThatItTakesTooLong() throws IOException {
        var router = router(1_769);

        router.upload("one.csv", csv(11 * MB));
        tell(router, 40, 20 * MB, 2_900);
        router.upload("two.csv", csv(11 * MB));

        assertThat(router.published())
                .containsExactly("convert inline succeeded", "convert batch routed");
        assertThat(reason(router))
                .matches(
                        "10(\\.\\d)? MiB would take about 1\\.\\d+s at 12 MB/s learned from 40 runs: more than the 1s that phase convert takes inline\\.");
    }

    @Test
    void takesAFileInlineOnceRunsHaveShownThatItIsQuick() throws IOException {
        var router = router(256);

        router.upload("one.csv", csv(12 * MB));
        tell(router, 40, 20 * MB, 400);
        router.upload("two.csv", csv(12 * MB));

        assertThat(router.published())
                .containsExactly("convert batch routed", "convert inline succeeded");
        assertThat(reason(router)).contains(" MB/s learned from 40 runs, within ");
    }

    @Test
    void knowsAfterAColdStartWhatOthersHaveLearned() throws IOException {
        var router = router(1_769);
        tell(router, 40, 20 * MB, 2_900);

        router.deploy(DEFINITION);
        router.upload("a.csv", csv(8 * MB));

        assertThat(reason(router)).contains("learned from 40 runs");
    }

    @Test
    void asksForNoRateThatCouldChangeNothing() throws IOException {
        var router = router(1_769);
        tell(router, 40, 20 * MB, 2_900);

        router.deploy(DEFINITION);
        router.upload("a.csv", csv(1_000));

        assertThat(reason(router)).contains("100 MB/s as measured by us");
    }

    @Test
    void savesOnceInThirtySecondsAndTheRestAtTheEnd() throws IOException {
        var router = router(1_769);

        tell(router, 1, 20 * MB, 2_900);
        tell(router, 3, 20 * MB, 2_900);
        assertThat(snapshots(router)).isEqualTo(1);
        router.function().close();

        assertThat(snapshots(router)).isEqualTo(2);
        router.deploy(DEFINITION);
        router.upload("a.csv", csv(20 * MB));
        assertThat(reason(router)).contains("learned from 4 runs");
    }

    @Test
    void writesNothingWhereOnlySmallFilesCome() throws IOException {
        var router = router(1_769);

        router.upload("a.csv", csv(1_000));
        router.invoke(List.of(TestRouter.message(router.events.published().getFirst())));

        assertThat(snapshots(router)).isZero();
    }

    @Test
    void handlesMessagesAsEverWhereNothingCanBeLearned() throws IOException {
        var router = router(1_769);
        router.store.put(new ObjectLocation("work", "rates/a-strangers.txt"), new byte[1]);

        tell(router, 1, 20 * MB, 2_900);
        router.upload("a.csv", csv(8 * MB));

        assertThat(router.published()).containsExactly("convert inline succeeded");
    }
}
