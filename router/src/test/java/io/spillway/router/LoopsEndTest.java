package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that lead outputs back to where they came from. */
class LoopsEndTest {

    private static final String UNPACK =
            """
            {"pipeline": "%s", "phases": {
              "unpack": {"on": "upload", "match": {"types": ["zip"]}, "stage": "unpack", "batch": "never"}}}""";

    @TempDir Path scratch;

    private static byte[] zip(String name, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] nested(int depth) throws IOException {
        var content = "a,b\n1,2\n".getBytes(UTF_8);
        for (int i = 0; i < depth; i++) {
            content = zip("inner.zip", content);
        }
        return content;
    }

    /** Tells the router of every object in the drop bucket that it wasn't told of before. */
    private static int tellOfNewObjects(TestRouter router, HashSet<ObjectVersion> told)
            throws IOException {
        List<ObjectLocation> there;
        try (var keys = router.store.list("drop", "", "")) {
            there = keys.toList();
        }
        var fresh = new ArrayList<String>();
        for (var location : there) {
            var object = router.store.head(location).orElseThrow().version();
            if (told.add(object)) {
                fresh.add(TestRouter.uploaded(object));
            }
        }
        router.invoke(fresh);
        return fresh.size();
    }

    private static String lastReason(TestRouter router) {
        return router.events.published().getLast().route().reason();
    }

    @Test
    void endsWhereOutputsLandInTheDropBucket() throws IOException {
        var router = new TestRouter(scratch, "drop", 1_769);
        router.deploy(UNPACK.formatted("p"));
        router.drop("a.zip", nested(5));

        var told = new HashSet<ObjectVersion>();
        while (tellOfNewObjects(router, told) > 0) {
            assertThat(told).hasSizeLessThan(10);
        }

        assertThat(router.published())
                .containsExactly("unpack inline succeeded", "unpack rejected failed");
        assertThat(lastReason(router))
                .isEqualTo(
                        "s3://drop/unpack/a.zip/inner.zip was made by phase p/unpack (p/unpack), so entering it again would go in circles. Let outputs go to a bucket that nothing is dropped into; to run it again on purpose, upload it without its spillway-passed metadata.");
    }

    /** Twenty pipelines in a row that all write into the bucket that all are fed from. */
    @Test
    void endsAfterSixteenPhasesWherePipelinesFeedEachOther() throws IOException {
        var router = new TestRouter(scratch, "drop", 1_769);
        router.drop("a.zip", nested(20));

        var told = new HashSet<ObjectVersion>();
        for (int pipeline = 1; pipeline <= 20; pipeline++) {
            router.deploy(UNPACK.formatted("p" + pipeline));
            tellOfNewObjects(router, told);
        }

        assertThat(router.published()).hasSize(17);
        assertThat(router.published().subList(0, 16)).containsOnly("unpack inline succeeded");
        assertThat(router.published().getLast()).isEqualTo("unpack rejected failed");
        assertThat(lastReason(router))
                .contains(" has passed 16 phases (p1/unpack → p2/unpack → ")
                .endsWith(
                        " → p16/unpack), and 16 are the most. Look for pipelines that feed each other; to go on on purpose, upload it without its spillway-passed metadata.");
    }

    /** The phases change places while an object is under way. */
    @Test
    void endsWhereAnotherDefinitionLeadsBack() throws IOException {
        var router = new TestRouter(scratch, "out", 1_769);
        router.deploy(chain("first", "second"));
        router.upload("a.zip", nested(4));
        router.invoke(List.of(TestRouter.message(router.events.published().getLast())));

        router.deploy(chain("second", "first"));
        router.invoke(List.of(TestRouter.message(router.events.published().getLast())));

        assertThat(router.published())
                .containsExactly(
                        "first inline succeeded",
                        "second inline succeeded",
                        "first rejected failed");
        assertThat(lastReason(router)).contains("was made by phase p/first (p/first → p/second)");
    }

    private static String chain(String... phases) {
        return IntStream.range(0, phases.length)
                .mapToObj(
                        i ->
                                "\"%s\": {\"on\": %s, \"match\": {\"types\": [\"zip\"]}, \"stage\": \"unpack\", \"batch\": \"never\"}"
                                        .formatted(
                                                phases[i],
                                                i == 0
                                                        ? "\"upload\""
                                                        : "{\"after\": \"%s\"}"
                                                                .formatted(phases[i - 1])))
                .collect(Collectors.joining(",", "{\"pipeline\": \"p\", \"phases\": {", "}}"));
    }

    /** Longer than AWS Lambda would let it be: each phase is two hops for it. */
    @Test
    void leavesAChainOfTwelvePhasesAlone() throws IOException {
        var names = IntStream.rangeClosed(1, 12).mapToObj(i -> "p" + i).toArray(String[]::new);
        var router = new TestRouter(scratch, "out", 1_769);
        router.deploy(chain(names));

        router.upload("a.zip", nested(12));
        for (int phase = 0; phase < 12; phase++) {
            router.invoke(List.of(TestRouter.message(router.events.published().get(phase))));
        }

        assertThat(router.published()).hasSize(12).allMatch(text -> text.endsWith("succeeded"));
        assertThat(router.events.published().getLast().item().hops()).isEqualTo(11);
    }

    @Test
    void carriesThePhasesPassedInMetadataAndEvents() throws IOException {
        var router = new TestRouter(scratch, "out", 1_769);
        router.deploy(chain("first", "second"));

        router.upload("a.zip", nested(2));
        router.invoke(List.of(TestRouter.message(router.events.published().getLast())));

        var last = router.events.published().getLast();
        assertThat(last.item().passed()).containsExactly("p/first");
        var output = ((PhaseEvent.Happening.Succeeded) last.happening()).results().listed();
        Map<String, String> metadata =
                router.store.head(output.getFirst()).orElseThrow().metadata();
        assertThat(metadata)
                .containsEntry("spillway-item", last.item().id())
                .containsEntry("spillway-passed", "p/first,p/second");
    }
}
