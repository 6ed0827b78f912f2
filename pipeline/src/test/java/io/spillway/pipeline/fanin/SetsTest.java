package io.spillway.pipeline.fanin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.TestStageTypes;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.SetMember;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive of many entries, each converted, and a report over all of them. */
class SetsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final PipelineDefinition DEFINITION =
            DefinitionReader.requireChecked(
                    Json.read(
                            """
                            {"pipeline": "p", "phases": {
                              "unpack": {"on": "upload", "stage": "unpack"},
                              "convert": {"after": "unpack", "stage": "convert"},
                              "report": {"after": {"every": "convert"}, "stage": "summary"}}}"""),
                    "test",
                    TestStageTypes.catalogue());
    private static final ObjectVersion ARCHIVE = object("drop", "a.zip");
    private static final Upload UPLOAD = Upload.of("p", ARCHIVE, "1");

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final CountingStore store = new CountingStore(memory);
    private final AtomicInteger writers = new AtomicInteger();
    private final Sets sets =
            new Sets(DEFINITION, store, "work", () -> "writer-" + writers.incrementAndGet());

    private static ObjectVersion object(String bucket, String key) {
        return new ObjectVersion(new ObjectLocation(bucket, key), Optional.of("1"), "e", 10);
    }

    /** The end of the work item of one entry of the archive. */
    private static PhaseEvent converted(int ordinal, int of) {
        var output = object("out", "convert/a.zip/%06d.csv.jsonl".formatted(ordinal));
        var usage = new Usage(NOON, Duration.ofMillis(5), 10, 10);
        return ended(
                ordinal,
                of,
                new Happening.Succeeded(new Results(1, List.of(output), Optional.empty()), usage));
    }

    private static PhaseEvent ended(int ordinal, int of, Happening how) {
        var input = object("out", "unpack/a.zip/%06d.csv".formatted(ordinal));
        var place =
                Place.ofUpload(List.of())
                        .takenBy(List.of("unpack"))
                        .output("unpack", ordinal, of)
                        .takenBy(List.of("convert"));
        var item =
                new WorkItem(
                                WorkItem.idOf("p", "convert", input, "1"),
                                "p",
                                "convert",
                                input,
                                ContentType.CSV,
                                "a.zip/%06d.csv".formatted(ordinal),
                                UPLOAD,
                                1)
                        .at(place);
        return PhaseEvent.of(NOON, item, new Route.Inline("Small."), 1, how);
    }

    private static List<PhaseEvent> converted(int of, Random order) {
        var events =
                new ArrayList<>(IntStream.range(0, of).mapToObj(i -> converted(i, of)).toList());
        Collections.shuffle(events, order);
        return events;
    }

    private List<String> members(ReadySet set) {
        var manifest = memory.get(set.item().input().location()).orElseThrow();
        return Json.readObject(manifest).objects(SetMember.LIST).stream()
                .map(member -> SetMember.fromJson(member).path())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 10_000})
    void costsTheSamePerItemHoweverManyThereAre(int of) throws Exception {
        var ready = new ArrayList<ReadySet>();
        for (var event : converted(of, new Random(of))) {
            assertThat(ready).isEmpty();
            ready.addAll(sets.ended(event));
        }

        assertThat(ready).hasSize(1);
        assertThat(ready.getFirst().verdict()).isEqualTo(new Verdict.Take());
        var members = members(ready.getFirst());
        assertThat(members.size()).isEqualTo(of);
        assertThat(members).isSorted();
        var perItem = (double) store.requests() / of;
        System.out.printf(
                "fan-in of %,6d: %.2f requests per item (%s)%n", of, perItem, store.counts());
        assertThat(perItem).isBetween(3.0, 3.15);
    }

    @RepeatedTest(5)
    void isReadyForOneAtLeastOfManyThatEndAtOnce() throws Exception {
        var found = new ArrayList<ReadySet>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tasks = new ArrayList<Future<List<ReadySet>>>();
            for (var event : converted(250, new Random())) {
                tasks.add(threads.submit(() -> sets.ended(event)));
            }
            for (var task : tasks) {
                found.addAll(task.get());
            }
        }

        assertThat(found).isNotEmpty();
        assertThat(found.stream().distinct()).hasSize(1);
        assertThat(members(found.getFirst()).size()).isEqualTo(250);
    }

    @Test
    void healsWhatACrashLeftWhereverItWas() throws Exception {
        var of = 101;
        for (int effect = 0; ; effect++) {
            var crashing = new CountingStore(new MemoryObjectStore());
            var told =
                    new Sets(
                            DEFINITION,
                            crashing,
                            "work",
                            () -> "writer-" + writers.incrementAndGet());
            for (int i = 0; i < of - 1; i++) {
                assertThat(told.ended(converted(i, of))).isEmpty();
            }
            crashing.crashAfter(effect);
            Optional<List<ReadySet>> undisturbed = Optional.empty();
            try {
                undisturbed = Optional.of(told.ended(converted(of - 1, of)));
            } catch (IOException e) {
                assertThat(e).hasMessage("The host died.");
            }
            crashing.crashAfter(Integer.MAX_VALUE);

            assertThat(told.ended(converted(of - 1, of))).hasSize(1);
            if (undisturbed.isPresent()) {
                assertThat(effect).isGreaterThan(10);
                return;
            }
        }
    }

    @Test
    void takesAReplayThatSucceededForWhatFailedBefore() throws Exception {
        var failure = new Failure(Failure.Kind.BUG, "It broke.");
        sets.ended(ended(0, 2, new Happening.Failed(failure)));
        sets.ended(converted(0, 2));

        var ready = sets.ended(converted(1, 2));

        assertThat(ready).hasSize(1);
        assertThat(ready.getFirst().verdict()).isEqualTo(new Verdict.Take());
        assertThat(members(ready.getFirst())).hasSize(2);
    }

    @Test
    void givesTheSameSetToWhoeverAsksAgain() throws Exception {
        sets.ended(converted(0, 2));
        var first = sets.ended(converted(1, 2));

        assertThat(sets.ended(converted(0, 2))).isEqualTo(first);
        assertThat(first.getFirst().item().id())
                .isEqualTo(WorkItem.idOfSet("p", "report", "convert", UPLOAD.id()));
    }

    @Test
    void tellsSinceWhenASetCouldBeTaken() throws Exception {
        var last = converted(1, 2);
        var later =
                PhaseEvent.of(
                        NOON.plusSeconds(60),
                        last.item(),
                        last.route(),
                        last.attempt(),
                        last.happening());
        sets.ended(converted(0, 2));

        var ready = sets.ended(later);

        assertThat(ready.getFirst().item().made()).hasValue(NOON.plusSeconds(60));
        assertThat(sets.ended(converted(0, 2))).isEqualTo(ready);
    }
}
