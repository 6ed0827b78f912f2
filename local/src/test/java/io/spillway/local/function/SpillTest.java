package io.spillway.local.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.memory.MemoryEvents;
import io.spillway.pipeline.memory.MemoryJobs;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageProfile;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.IntakeQueue;
import io.spillway.router.RouterFunction;
import io.spillway.router.Settings;
import io.spillway.router.submission.Sleeper;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The function under uploads that want more of it than it has. It never times out. */
@Timeout(120)
class SpillTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** Leaves a stage three seconds. */
    private static final Duration SHORT = Duration.ofSeconds(8);

    private static final String DEFINITION =
            """
            {"pipeline": "p", "phases": {
              "unpack": {"on": "upload", "match": {"keys": "zips/**"}, "stage": "unpack",
                         "inline": {"upTo": "64 MiB", "within": "10m"}, "batch": {"retries": 2}},
              "stall": {"on": "upload", "match": {"keys": "stall/**"}, "stage": "stall",
                        "inline": {"upTo": "64 MiB", "within": "1m"}, "batch": {"retries": 2}},
              "eat": {"on": "upload", "match": {"keys": "eat/**"}, "stage": "eat",
                      "inline": {"upTo": "64 MiB", "within": "1m"}, "batch": {"retries": 2}}}}""";

    @TempDir Path directory;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final MemoryQueue queue = new MemoryQueue(Duration.ofMinutes(10));
    private final Ledger ledger = new ObjectLedger(store, "work", Places.LEDGER_PREFIX);
    private final AtomicBoolean mayEnd = new AtomicBoolean();
    private final List<Duration> comeAgain = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final List<String> submissions = new CopyOnWriteArrayList<>();
    private FunctionHost host;

    /** A stage of the test's own. */
    private record TestType(String name, Stage stage) implements StageType {

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public StageProfile profile() {
            return new StageProfile(100_000_000, 1 << 20);
        }

        @Override
        public Stage create(StageSettings settings) {
            return stage;
        }
    }

    private List<StageType> catalogue() {
        return Stream.concat(
                        BuiltInStages.catalogue().stream(),
                        Stream.of(
                                new TestType("stall", _ -> stall()),
                                new TestType("eat", _ -> eat())))
                .toList();
    }

    /** Neither reads nor writes nor waits. */
    private void stall() {
        while (!mayEnd.get()) {
            Thread.onSpinWait();
        }
    }

    private static void eat() {
        var eaten = new ArrayList<byte[]>();
        while (eaten.size() < Integer.MAX_VALUE) {
            eaten.add(new byte[1 << 20]);
        }
    }

    private void start(Duration timeout) throws IOException {
        var definition = new ObjectLocation("work", "definitions/1.json");
        store.put(definition, DEFINITION.getBytes(UTF_8));
        var settings =
                new Settings(
                        definition,
                        new Places("out", "work"),
                        "topic",
                        queue.url(),
                        "submissions",
                        "jobs",
                        "p-",
                        512L << 20,
                        WorkPath.LEASE);
        var seams =
                new RouterFunction.Seams(
                        store,
                        new MemoryEvents(),
                        new MemoryJobs("jobs"),
                        sendingTo(queue::send),
                        sendingTo(submissions::add),
                        Sleeper.REAL);
        var function =
                new RouterFunction(
                        settings,
                        seams,
                        catalogue(),
                        Clock.systemUTC(),
                        () -> UUID.randomUUID().toString(),
                        RouterFunction.Process.current(
                                directory, Optional.of(ends::incrementAndGet)));
        host =
                new FunctionHost(
                        function,
                        new FunctionConfiguration(
                                "router",
                                timeout,
                                512,
                                List.of(new EventSourceMapping(queue.url(), 10, Duration.ZERO, 2)),
                                directory.resolve("router.log")),
                        queue);
        host.start();
    }

    private IntakeQueue sendingTo(Consumer<String> bodies) {
        return new IntakeQueue() {
            @Override
            public void send(List<String> all) {
                all.forEach(bodies);
            }

            @Override
            public void sendLater(String body, Duration delay) {
                throw new AssertionError("nothing waits here");
            }

            @Override
            public void retryAfter(String receiptHandle, Duration delay) {
                comeAgain.add(delay);
            }
        };
    }

    @AfterEach
    void stop() {
        mayEnd.set(true);
        host.close();
    }

    /** Drops a file and waits until the function has done with its message, at the first time. */
    private List<Entry> drop(String phase, String key, byte[] content) throws IOException {
        var object = store.put(new ObjectLocation("drop", key), content);
        queue.send(uploaded(object));
        while (!queue.bodies().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(Files.readString(directory.resolve("router.log"))).doesNotContain("timed out");
        var id = WorkItem.idOf("p", phase, object, object.versionId().orElseThrow());
        return ledger.history(id);
    }

    private static String uploaded(ObjectVersion object) {
        var facts =
                JsonObject.of()
                        .put("key", object.key())
                        .put("size", object.size())
                        .put("eTag", object.etag())
                        .put("versionId", object.versionId().orElseThrow())
                        .put("sequencer", "1");
        var s3 =
                JsonObject.of()
                        .put("bucket", JsonObject.of().put("name", object.bucket()))
                        .put("object", facts);
        var record =
                JsonObject.of()
                        .put("eventVersion", "2.6")
                        .put("eventSource", "aws:s3")
                        .put("eventName", "ObjectCreated:Put")
                        .put("s3", s3)
                        .build();
        return Json.write(JsonObject.of().put("Records", List.of(record)).build());
    }

    private Failure givenBack(List<Entry> history) {
        var failure =
                history.stream()
                        .map(Entry::state)
                        .flatMap(
                                state ->
                                        state instanceof State.Released(var _, var why, var _)
                                                ? Stream.of(why)
                                                : Stream.empty())
                        .findFirst()
                        .orElseThrow();
        System.out.println("spilled: " + failure.message());
        assertThat(submissions).as("work items that wait for a job").hasSize(1);
        return failure;
    }

    private static Failure failed(State state) {
        var failure = ((State.Failed) state).failure();
        System.out.println("rejected: " + failure.message());
        return failure;
    }

    @Test
    void rejectsAZipThatUnpacksTo50GigabytesBeforeAnyAttempt() throws IOException {
        start(LONG);

        var history = drop("unpack", "zips/bomb.zip", Bombs.zip());

        var failure = failed(history.getFirst().state());
        assertThat(failure.kind()).isEqualTo(Failure.Kind.REJECTED);
        assertThat(failure.message()).contains("they overlap: this is how a zip bomb is made");
        assertThat(history.getFirst().attempts()).isZero();
    }

    @Test
    void spillsABombThatTellsNothingOfItsSize() throws IOException {
        start(LONG);

        var failure = givenBack(drop("unpack", "zips/bomb.bz2", Bombs.bzip2()));

        assertThat(failure)
                .isEqualTo(
                        new Failure(
                                Failure.Kind.EXPANSION,
                                "Stopped phase unpack on s3://drop/zips/bomb.bz2: 64.1 MiB written, more than the 64 MiB that it takes inline; it goes on in Batch."));
        assertThat(store.openUploads()).isEmpty();
    }

    @Test
    void spillsAStageThatStalls() throws IOException {
        start(SHORT);

        var failure = givenBack(drop("stall", "stall/a.txt", "hello".getBytes(UTF_8)));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.DEADLINE);
        assertThat(ends).hasValue(0);
        assertThat(comeAgain).isEmpty();
    }

    @Test
    void givesTheNextMessagesBackAndEndsTheProcessWhereAStageStillStalls() throws IOException {
        start(SHORT);
        drop("stall", "stall/a.txt", "hello".getBytes(UTF_8));

        drop("unpack", "zips/b.txt", "hello".getBytes(UTF_8));

        assertThat(comeAgain).containsExactly(Duration.ZERO);
        assertThat(ends).hasValue(1);
    }

    @Test
    void spillsAStageThatEatsMemory() throws IOException {
        start(LONG);

        var failure = givenBack(drop("eat", "eat/a.txt", "hello".getBytes(UTF_8)));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.MEMORY);
    }
}
