package io.spillway.monitoring.notify;

import static io.spillway.monitoring.TestEvents.batch;
import static io.spillway.monitoring.TestEvents.failed;
import static io.spillway.monitoring.TestEvents.notice;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.monitoring.TestContext;
import io.spillway.monitoring.TestEvents;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.memory.MemoryObjectStore;
import io.spillway.pipeline.memory.TestClock;
import io.spillway.pipeline.work.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifierFunctionTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final TestClock clock = new TestClock();
    private final AtomicInteger writers = new AtomicInteger();
    private TestReceiver receiver;
    private TestReceiver other;

    @BeforeEach
    void start() throws IOException {
        receiver = new TestReceiver();
        other = new TestReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
        other.close();
    }

    @Test
    void tellsOfAFailureWithItsReasonAndTheCommandToRun() throws IOException {
        var again =
                invoke(
                        failed(
                                        "settle",
                                        "in/a.csv",
                                        Failure.Kind.JOB_FAILED,
                                        "Job 17 ended without a word: exit status 137.")
                                .toJson());

        assertThat(again).isEmpty();
        assertThat(receiver.taken()).hasSize(1);
        var told = receiver.taken().getFirst();
        assertThat(told.requireText("title"))
                .isEqualTo("weather / settle: in/a.csv failed (job-failed)");
        assertThat(told.objects("examples").getFirst().requireText("reason"))
                .isEqualTo("Job 17 ended without a word: exit status 137.");
        assertThat(told.requireText("remedy"))
                .startsWith("Only the stop of the container was seen");
        assertThat(told.requireText("command"))
                .isEqualTo("./spillway replay s3://drop/in/a.csv --phase settle");
    }

    @Test
    void tellsOfWhatBelongsTogetherInOneMessage() throws IOException {
        var bugs =
                IntStream.range(0, 7)
                        .mapToObj(i -> failed("convert", "in/" + i, Failure.Kind.BUG, "no " + i))
                        .map(event -> event.toJson());
        var others =
                List.of(
                        failed("settle", "in/x", Failure.Kind.BUG, "x").toJson(),
                        failed("convert", "in/y", Failure.Kind.BAD_INPUT, "y").toJson());

        invoke(Stream.concat(bugs, others.stream()).toArray(JsonObject[]::new));

        assertThat(receiver.taken())
                .extracting(told -> told.requireText("title"))
                .containsExactly(
                        "weather / convert: 7 objects failed (bug)",
                        "weather / settle: in/x failed (bug)",
                        "weather / convert: in/y failed (bad-input)");
        assertThat(receiver.taken().getFirst().objects("examples"))
                .hasSize(Notification.MOST_EXAMPLES);
        assertThat(receiver.taken().getFirst().requireText("command"))
                .isEqualTo("./spillway replay --failed --kind bug");
    }

    @Test
    void tellsOfStuckAndRecoveredWork() throws IOException {
        invoke(
                notice(Notice.Status.STUCK, "in/a", "Its job waits for a place since 2 h.")
                        .toJson(),
                notice(Notice.Status.RECOVERED, "in/b", "Taken up by listing after 20 min.")
                        .toJson());

        assertThat(receiver.taken())
                .extracting(told -> told.requireText("title"))
                .containsExactly(
                        "weather / convert: in/a is stuck",
                        "weather / convert: in/b goes on again");
    }

    @Test
    void passesOverWhatNobodyNeedsToKnow() throws IOException {
        var again =
                invoke(
                        TestEvents.succeeded(
                                        "convert", "in/a", TestEvents.NOON, Duration.ofSeconds(1))
                                .toJson(),
                        JsonObject.of().put("specversion", "1.0").put("type", "other").build(),
                        JsonObject.of()
                                .put("specversion", "1.0")
                                .put("type", "io.spillway.phase.failed.v9")
                                .build());

        assertThat(again).isEmpty();
        assertThat(receiver.requests()).isZero();
    }

    @Test
    void readsWhatSnsPutIntoItsEnvelope() throws IOException {
        var event = failed("convert", "in/a", Failure.Kind.BUG, "no").toJson();

        invoke(
                JsonObject.of()
                        .put("Type", "Notification")
                        .put("Message", Json.write(event))
                        .build());

        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void tellsNobodyTwiceOfOneEvent() throws IOException {
        var event = failed("convert", "in/a", Failure.Kind.BUG, "no").toJson();

        invoke(event, event);
        clock.advance(WINDOW);
        var again = invoke(event);

        assertThat(again).isEmpty();
        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void keepsWhatComesWithinAWindowForTheNextOne() throws IOException {
        invoke(failed("convert", "in/a", Failure.Kind.BUG, "no").toJson());
        var more =
                IntStream.range(0, 3)
                        .mapToObj(i -> failed("convert", "in/" + i, Failure.Kind.BUG, "no"))
                        .map(event -> event.toJson())
                        .toArray(JsonObject[]::new);

        var inTheSameWindow = invoke(more);
        clock.advance(WINDOW);
        var inTheNext = invoke(more);

        assertThat(inTheSameWindow).containsExactly("m0", "m1", "m2");
        assertThat(inTheNext).isEmpty();
        assertThat(receiver.taken())
                .extracting(told -> told.requireWhole("count"))
                .containsExactly(1L, 3L);
    }

    @Test
    void doesNotLetADeadReceiverKeepOthersFromKnowing() throws IOException {
        receiver.die(true);
        var event = failed("convert", "in/a", Failure.Kind.BUG, "no").toJson();

        var whileDead = invokeAll(event);
        receiver.die(false);
        clock.advance(WINDOW);
        var whenBack = invokeAll(event);

        assertThat(whileDead).containsExactly("m0");
        assertThat(whenBack).isEmpty();
        assertThat(receiver.taken()).hasSize(1);
        assertThat(other.taken()).hasSize(1);
    }

    @Test
    void waitsAsLongAsAReceiverSays() throws IOException {
        receiver.next(429, Map.of("Retry-After", "1"));
        var begun = System.nanoTime();

        var again = invoke(failed("convert", "in/a", Failure.Kind.BUG, "no").toJson());

        assertThat(again).isEmpty();
        assertThat(receiver.requests()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void givesUpWhereAReceiverSaysToWaitLongerThanThereIsTime() throws IOException {
        receiver.next(503, Map.of("Retry-After", "3600"));

        var again = invoke(failed("convert", "in/a", Failure.Kind.BUG, "no").toJson());

        assertThat(again).containsExactly("m0");
        assertThat(receiver.requests()).isEqualTo(1);
    }

    @Test
    void asksNoSecondTimeWhereAReceiverRefuses() throws IOException {
        receiver.next(404, Map.of());

        var again = invoke(failed("convert", "in/a", Failure.Kind.BUG, "no").toJson());

        assertThat(again).containsExactly("m0");
        assertThat(receiver.requests()).isEqualTo(1);
    }

    @Test
    void namesARepeatedNotificationAlike() throws IOException {
        receiver.next(500, Map.of());
        var event = failed("convert", "in/a", Failure.Kind.BUG, "no").toJson();

        invoke(event);
        other.next(404, Map.of());
        invokeTo(List.of(new Receiver.Webhook("other", other.url())), event);
        clock.advance(WINDOW);
        invokeTo(List.of(new Receiver.Webhook("other", other.url())), event);

        assertThat(other.ids()).isEqualTo(receiver.ids()).hasSize(1);
    }

    private List<String> invoke(JsonObject... bodies) throws IOException {
        return invokeTo(List.of(new Receiver.Webhook("ops", receiver.url())), bodies);
    }

    private List<String> invokeAll(JsonObject... bodies) throws IOException {
        return invokeTo(
                List.of(
                        new Receiver.Webhook("ops", receiver.url()),
                        new Receiver.Webhook("other", other.url())),
                bodies);
    }

    /** Ids of the messages that come again. */
    private List<String> invokeTo(List<Receiver> receivers, JsonObject... bodies)
            throws IOException {
        var function =
                new NotifierFunction(
                        new NotifierSettings("work", receivers, WINDOW),
                        new NotifierFunction.Seams(store, (_, _, _) -> {}),
                        clock,
                        () -> "writer-" + writers.incrementAndGet(),
                        new Random(1));
        var answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(batch(List.of(bodies))), answer, new TestContext(60_000));
        return Json.readObject(answer.toByteArray()).objects("batchItemFailures").stream()
                .map(failure -> failure.requireText("itemIdentifier"))
                .toList();
    }
}
