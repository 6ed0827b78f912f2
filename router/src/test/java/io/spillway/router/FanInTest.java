package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.work.SetMember;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads whose outputs come together again, through the whole router. */
class FanInTest {

    private static final String PHASES =
            """
            {"pipeline": "p", "phases": {
              "unpack": {"on": ["upload", {"after": "open"}], "match": {"keys": ["*.zip", "outer/*/*.zip"], "types": ["zip"]}, "stage": "unpack"},
              "open": {"on": "upload", "match": {"keys": "outer/**"}, "stage": "unpack"},
              "convert": {"on": ["upload", {"after": ["open", "unpack"]}], "match": {"types": ["csv"]}, "stage": "convert"},
              "report": {"after": %s, "stage": "summary"},
              "last": {"after": [{"every": "report"}, {"every": "unpack"}], "stage": "summary"}}}""";

    private static final String FAIL = "{\"every\": \"convert\"}";
    private static final String PROCEED = "{\"every\": \"convert\", \"partial\": \"proceed\"}";
    private static final String WAIT = "{\"every\": \"convert\", \"within\": \"1h\"}";
    private static final byte[] CSV = "a\n1\n".getBytes(UTF_8);
    private static final byte[] DAMAGED = "a\n\"1\n".getBytes(UTF_8);

    @TempDir Path scratch;

    private TestRouter router;
    private int told;

    @BeforeEach
    void start() {
        router = new TestRouter(scratch, "out", 1769);
    }

    /** Hands on every message and every event until nothing moves, in an order by the seed. */
    private void settle(Random random) throws IOException {
        var waiting = new ArrayList<String>();
        while (true) {
            waiting.addAll(router.queue.drain());
            var published = router.events.published();
            published.subList(told, published.size()).stream()
                    .filter(event -> event.happening().isTerminal())
                    .map(TestRouter::message)
                    .forEach(waiting::add);
            told = published.size();
            if (waiting.isEmpty()) {
                return;
            }
            Collections.shuffle(waiting, random);
            router.invoke(List.of(waiting.removeLast()));
        }
    }

    private void settle() throws IOException {
        settle(new Random(1));
    }

    private void deploy(String after) throws IOException {
        router.deploy(PHASES.formatted(after));
    }

    private List<PhaseEvent> endsOf(String phase) {
        return router.events.published().stream()
                .filter(event -> event.item().phase().equals(phase))
                .filter(event -> event.item().slot().equals(phase + ".every-convert"))
                .toList();
    }

    private JsonObject manifest(PhaseEvent event) {
        return Json.readObject(router.store.get(event.item().input().location()).orElseThrow());
    }

    private List<String> members(PhaseEvent event) {
        return manifest(event).objects(SetMember.LIST).stream()
                .map(member -> SetMember.fromJson(member).path())
                .toList();
    }

    private static Map<String, byte[]> files(int count) {
        var files = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < count; i++) {
            files.put("%04d.csv".formatted(i), CSV);
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 99, 100, 101, 250})
    void runsOnceWithAllOutputsInTheirOrder(int count) throws Exception {
        deploy(FAIL);
        router.upload("a.zip", zip(files(count)));
        settle(new Random(count));

        var ends = endsOf("report");
        assertThat(ends).hasSize(1);
        assertThat(ends.getFirst().status()).isEqualTo("succeeded");
        assertThat(members(ends.getFirst()))
                .containsExactlyElementsOf(
                        files(count).keySet().stream()
                                .map(name -> "a.zip/" + name + ".jsonl")
                                .toList());
        var report = new ObjectLocation("out", "report/a.zip.every-convert.summary.json");
        assertThat(new String(router.store.get(report).orElseThrow(), UTF_8))
                .startsWith("{\"rows\":" + count + ",");
    }

    @Test
    void takesAnUploadThatIsItsOwnOnlyMember() throws Exception {
        deploy(FAIL);
        router.upload("a.csv", CSV);
        settle();

        assertThat(endsOf("report")).hasSize(1);
        assertThat(members(endsOf("report").getFirst())).containsExactly("a.csv.jsonl");
    }

    /** A zip in a zip, and a file of no interest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void waitsForWhatIsNested(int seed) throws Exception {
        deploy(FAIL);
        var inner = zip(files(2));
        var outer = new LinkedHashMap<String, byte[]>();
        outer.put("a.csv", CSV);
        outer.put("b.zip", inner);
        outer.put("c.csv", CSV);
        outer.put("notes.xml", "<notes/>".getBytes(UTF_8));
        router.upload("outer/o.tar.zip", zip(outer));
        settle(new Random(seed));

        var ends = endsOf("report");
        assertThat(ends).hasSize(1);
        assertThat(members(ends.getFirst()))
                .containsExactlyInAnyOrder(
                        "outer/o.tar.zip/a.csv.jsonl",
                        "outer/o.tar.zip/b.zip/0000.csv.jsonl",
                        "outer/o.tar.zip/b.zip/0001.csv.jsonl",
                        "outer/o.tar.zip/c.csv.jsonl");
        assertThat(manifest(ends.getFirst()).requireObject("items").requireInt("skipped"))
                .isPositive();
    }

    @Test
    void goesOnToASetOfSets() throws Exception {
        deploy(FAIL);
        router.upload("a.zip", zip(files(3)));
        settle();

        assertThat(router.events.published())
                .filteredOn(event -> event.item().slot().equals("last.every-report"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.status()).isEqualTo("succeeded");
                            assertThat(members(event))
                                    .containsExactly("a.zip.every-convert.summary.json");
                        });
    }

    @Test
    void failsWithoutAnAttemptWhereSomethingFailed() throws Exception {
        deploy(FAIL);
        var files = files(3);
        files.put("0001.csv", DAMAGED);
        router.upload("a.zip", zip(files));
        settle();

        assertThat(endsOf("report"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.status()).isEqualTo("failed");
                            assertThat(
                                            ((PhaseEvent.Happening.Failed) event.happening())
                                                    .failure()
                                                    .message())
                                    .startsWith(
                                            "Cannot run phase report on every output of phase convert: 2 work items on the way succeeded, 1 failed. The first: phase convert on s3://out/unpack/a.zip/0001.csv: ")
                                    .endsWith(
                                            "Say partial: proceed to run with the 2 outputs there are.");
                        });
    }

    @Test
    void proceedsWithWhatThereIs() throws Exception {
        deploy(PROCEED);
        var files = files(3);
        files.put("0001.csv", DAMAGED);
        router.upload("a.zip", zip(files));
        settle();

        var ends = endsOf("report");
        assertThat(ends).hasSize(1);
        assertThat(ends.getFirst().status()).isEqualTo("succeeded");
        assertThat(members(ends.getFirst()))
                .containsExactly("a.zip/0000.csv.jsonl", "a.zip/0002.csv.jsonl");
        assertThat(manifest(ends.getFirst()).objects("missing")).hasSize(1);
    }

    @Test
    void isSkippedWhereNothingCameOfTheUpload() throws Exception {
        deploy(FAIL);
        router.upload("a.zip", zip(Map.of("notes.xml", "<notes/>".getBytes(UTF_8))));
        settle();

        assertThat(endsOf("report"))
                .singleElement()
                .satisfies(
                        event ->
                                assertThat(event.happening())
                                        .isEqualTo(
                                                new PhaseEvent.Happening.Skipped(
                                                        "No output of phase convert is for phase report to take: 0 work items succeeded, 1 were skipped.")));
    }

    @Test
    void saysNothingOfAnUploadThatNoPhaseOnTheWayTook() throws Exception {
        deploy(FAIL);
        router.upload("notes.xml", "<notes/>".getBytes(UTF_8));
        settle();

        assertThat(router.published()).containsExactly("intake ignored skipped");
    }

    @Test
    void waitsForReplaysUntilTimeIsOver() throws Exception {
        deploy(WAIT);
        var files = files(3);
        files.put("0001.csv", DAMAGED);
        router.upload("a.zip", zip(files));
        settle();

        assertThat(endsOf("report")).isEmpty();
        var hops = 0;
        while (endsOf("report").isEmpty()) {
            var later = router.queue.drainLater();
            assertThat(later).hasSize(1);
            router.clock.advance(later.getFirst().delay());
            router.invoke(List.of(later.getFirst().body()));
            hops++;
        }
        assertThat(hops).isEqualTo(4);
        assertThat(endsOf("report").getFirst().status()).isEqualTo("failed");
        assertThat(router.queue.drainLater()).isEmpty();
    }

    @Test
    void endsTheWaitForWhatNeverEnds() throws Exception {
        deploy("{\"every\": \"convert\", \"within\": \"5m\", \"partial\": \"proceed\"}");
        router.upload("a.zip", zip(files(3)));
        // The event of unpack's success arrives, its outputs are sent on, one of them is lost.
        router.invoke(List.of(TestRouter.message(router.events.published().getFirst())));
        told = router.events.published().size();
        var outputs = router.queue.drain();
        router.invoke(outputs.subList(0, 2));
        settle();
        var later = router.queue.drainLater().getFirst();
        assertThat(later.delay()).isEqualTo(Duration.ofMinutes(5));
        router.clock.advance(later.delay());
        router.invoke(List.of(later.body()));

        var ends = endsOf("report");
        assertThat(ends).hasSize(1);
        assertThat(members(ends.getFirst()))
                .containsExactly("a.zip/0000.csv.jsonl", "a.zip/0001.csv.jsonl");
        assertThat(manifest(ends.getFirst()).bool("complete")).hasValue(false);

        router.invoke(outputs.subList(2, 3));
        settle();
        assertThat(endsOf("report")).hasSize(1);
    }

    @Test
    void runsOnceHoweverOftenItIsTold() throws Exception {
        deploy(FAIL);
        router.upload("a.zip", zip(files(5)));
        settle();
        for (var event : List.copyOf(router.events.published())) {
            router.invoke(List.of(TestRouter.message(event), TestRouter.message(event)));
        }
        settle();

        assertThat(endsOf("report").stream().map(PhaseEvent::id).distinct()).hasSize(1);
        assertThat(
                        router.store.versions(
                                new ObjectLocation(
                                        "out", "report/a.zip.every-convert.summary.json")))
                .isEqualTo(1);
    }
}
