package io.spillway.local.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

@Timeout(120)
class FunctionHostTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir private Path directory;
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private FunctionHost host;

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    /** A handler that writes an answer. */
    @FunctionalInterface
    private interface Function {
        String answer(JsonObject event, Context context) throws Exception;
    }

    private void start(SqsClient queue, FunctionConfiguration configuration, Function function) {
        RequestStreamHandler handler =
                (in, out, context) -> {
                    var event = Json.readObject(in.readAllBytes());
                    events.add(event);
                    write(out, answer(function, event, context));
                };
        host = new FunctionHost(handler, configuration, queue);
        host.start();
    }

    private static String answer(Function function, JsonObject event, Context context) {
        try {
            return function.answer(event, context);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(OutputStream out, String answer) throws IOException {
        out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private FunctionConfiguration configuration() {
        return configuration(Duration.ofSeconds(30), 10, Duration.ZERO, 2);
    }

    private FunctionConfiguration configuration(
            Duration timeout, int batchSize, Duration window, int concurrency) {
        var url = new MemoryQueue(LONG).url();
        return configuration(timeout, new EventSourceMapping(url, batchSize, window, concurrency));
    }

    private FunctionConfiguration configuration(Duration timeout, EventSourceMapping... mappings) {
        return new FunctionConfiguration(
                "router", timeout, 512, List.of(mappings), directory.resolve("router.log"));
    }

    /** Two queues behind one client; the second gathers 20 messages. */
    private void startWithTwoQueues(MemoryQueue first, MemoryQueue second, Function function) {
        start(
                new MemoryQueues(first, second),
                configuration(
                        Duration.ofSeconds(30),
                        new EventSourceMapping(first.url(), 1, Duration.ZERO, 2),
                        new EventSourceMapping(second.url(), 20, Duration.ofSeconds(5), 2)),
                function);
    }

    private static String queue(JsonObject event) {
        var arn = event.objects("Records").getFirst().requireText("eventSourceARN");
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static List<String> bodies(JsonObject event) {
        return event.objects("Records").stream().map(r -> r.requireText("body")).toList();
    }

    private JsonObject nextEvent() throws InterruptedException {
        var event = events.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("an invocation").isNotNull();
        return event;
    }

    private static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("router.log"));
    }

    @Test
    void givesMessagesAsLambdaDoes() throws Exception {
        var queue = new MemoryQueue(LONG);
        var id =
                queue.send(
                        "{\"a\": 1}",
                        Map.of(
                                "kind",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("upload")
                                        .build(),
                                "raw",
                                MessageAttributeValue.builder()
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromUtf8String("bytes"))
                                        .build()));
        start(queue, configuration(), (_, _) -> "");

        assertThat(nextEvent())
                .isEqualTo(
                        Json.readObject(
                                """
                                {"Records": [{
                                  "messageId": "%1$s",
                                  "receiptHandle": "%1$s#1",
                                  "body": "{\\"a\\": 1}",
                                  "attributes": {
                                    "ApproximateReceiveCount": "1",
                                    "SentTimestamp": "1700000000000",
                                    "SenderId": "sender",
                                    "ApproximateFirstReceiveTimestamp": "1700000000001"
                                  },
                                  "messageAttributes": {
                                    "kind": {
                                      "stringValue": "upload",
                                      "stringListValues": [],
                                      "binaryListValues": [],
                                      "dataType": "String"
                                    },
                                    "raw": {
                                      "binaryValue": "Ynl0ZXM=",
                                      "stringListValues": [],
                                      "binaryListValues": [],
                                      "dataType": "Binary"
                                    }
                                  },
                                  "md5OfBody": "md5-of-8",
                                  "eventSource": "aws:sqs",
                                  "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:intake",
                                  "awsRegion": "us-east-1"
                                }]}
                                """
                                        .formatted(id)));
    }

    @Test
    void deletesWhatSucceeded() throws Exception {
        var queue = new MemoryQueue(LONG);
        IntStream.range(0, 3).forEach(index -> queue.send("message " + index));

        start(queue, configuration(), (_, _) -> "{\"batchItemFailures\": []}");

        until(() -> queue.bodies().isEmpty());
    }

    @Test
    void leavesWhatFailedToItsVisibilityTimeout() throws Exception {
        var queue = new MemoryQueue(Duration.ofMillis(100));
        queue.send("good");
        var bad = queue.send("bad");
        var calls = new AtomicInteger();
        start(
                queue,
                configuration(),
                (_, _) ->
                        calls.incrementAndGet() == 1
                                ? "{\"batchItemFailures\": [{\"itemIdentifier\": \"%s\"}]}"
                                        .formatted(bad)
                                : "");

        assertThat(bodies(nextEvent())).containsExactly("good", "bad");
        assertThat(bodies(nextEvent())).containsExactly("bad");
        until(() -> queue.bodies().isEmpty());
    }

    @Test
    void keepsTheWholeBatchOfAHandlerThatThrows() throws Exception {
        var queue = new MemoryQueue(LONG);
        queue.send("a");
        queue.send("b");
        start(
                queue,
                configuration(),
                (_, _) -> {
                    throw new IllegalStateException("The ledger is away.");
                });

        nextEvent();
        until(() -> host.inFlight() == 0);

        assertThat(queue.bodies()).containsExactly("a", "b");
        assertThat(log()).contains("java.lang.IllegalStateException: The ledger is away.");
    }

    @Test
    void throwsTheAnswerOfALateHandlerAway() throws Exception {
        var queue = new MemoryQueue(LONG);
        queue.send("slow");
        var interrupted = new CountDownLatch(1);
        start(
                queue,
                configuration(Duration.ofMillis(200), 10, Duration.ZERO, 2),
                (_, _) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "{\"batchItemFailures\": []}";
                });

        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        until(() -> host.inFlight() == 0);

        assertThat(queue.bodies()).containsExactly("slow");
        assertThat(log()).contains("Task timed out after 0.20 seconds");
    }

    @Test
    void neverRunsMoreInvocationsThanItMay() throws Exception {
        var queue = new MemoryQueue(LONG);
        IntStream.range(0, 12).forEach(index -> queue.send("message " + index));
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var gate = new CountDownLatch(3);
        start(
                queue,
                configuration(Duration.ofSeconds(30), 1, Duration.ZERO, 3),
                (_, _) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    gate.countDown();
                    gate.await(60, TimeUnit.SECONDS);
                    running.decrementAndGet();
                    return "";
                });

        until(() -> queue.bodies().isEmpty());

        assertThat(most).hasValue(3);
        assertThat(events).hasSize(12).allMatch(event -> event.objects("Records").size() == 1);
    }

    @Test
    void gathersALargeBatchWithinItsWindow() throws Exception {
        var queue = new MemoryQueue(LONG);
        IntStream.range(0, 25).forEach(index -> queue.send("message " + index));
        start(
                queue,
                configuration(Duration.ofSeconds(30), 25, Duration.ofSeconds(5), 2),
                (_, _) -> "");

        assertThat(bodies(nextEvent()).size()).isEqualTo(25);
        until(() -> queue.bodies().isEmpty());
    }

    @Test
    void givesNoMoreThanSixMebibytesAtOnce() throws Exception {
        var queue = new MemoryQueue(LONG);
        var body = "x".repeat(1 << 20);
        IntStream.range(0, 8).forEach(_ -> queue.send(body));
        start(queue, configuration(), (_, _) -> "");

        var sizes = List.of(bodies(nextEvent()).size(), bodies(nextEvent()).size());

        assertThat(sizes).containsExactlyInAnyOrder(5, 3);
        until(() -> queue.bodies().isEmpty());
    }

    @Test
    void tellsTheHandlerWhoItIsAndHowMuchTimeIsLeft() throws Exception {
        var queue = new MemoryQueue(LONG);
        queue.send("who");
        var contexts = new LinkedBlockingQueue<Context>();
        var remaining = new LinkedBlockingQueue<Integer>();
        start(
                queue,
                configuration(),
                (_, context) -> {
                    contexts.add(context);
                    remaining.add(context.getRemainingTimeInMillis());
                    context.getLogger().log("a line of the handler");
                    return "";
                });
        until(() -> queue.bodies().isEmpty());
        var context = contexts.remove();

        assertThat(context.getFunctionName()).isEqualTo("router");
        assertThat(context.getFunctionVersion()).isEqualTo("$LATEST");
        assertThat(context.getInvokedFunctionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:router");
        assertThat(context.getMemoryLimitInMB()).isEqualTo(512);
        assertThat(remaining.remove()).isBetween(20_000, 30_000);
        assertThat(log())
                .contains("START RequestId: " + context.getAwsRequestId() + " Version: $LATEST\n")
                .contains("a line of the handler\n");
    }

    @Test
    void pollsOnWhenTheQueueWasAway() throws Exception {
        var queue = new MemoryQueue(LONG);
        queue.failPolls(1);
        queue.send("later");

        start(queue, configuration(), (_, _) -> "");

        until(() -> queue.bodies().isEmpty());
    }

    @Test
    void waitsForRunningInvocationsWhenClosed() throws Exception {
        var queue = new MemoryQueue(LONG);
        queue.send("under way");
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        start(
                queue,
                configuration(),
                (_, _) -> {
                    entered.countDown();
                    leave.await();
                    return "";
                });
        entered.await();
        assertThat(host.inFlight()).isEqualTo(1);
        var closing = Thread.ofVirtual().start(host::close);

        leave.countDown();
        closing.join();

        assertThat(queue.bodies()).isEmpty();
        assertThat(host.inFlight()).isZero();
    }

    @Test
    void pollsNoMoreOnceClosed() throws Exception {
        var queue = new MemoryQueue(LONG);
        start(queue, configuration(), (_, _) -> "");
        host.close();

        queue.send("too late");
        host.close();

        assertThat(queue.bodies()).containsExactly("too late");
        assertThat(events).isEmpty();
    }

    @Test
    void feedsOneFunctionFromSeveralQueuesEachInItsOwnBatches() throws Exception {
        var intake = new MemoryQueue("intake", LONG);
        var submissions = new MemoryQueue("submissions", LONG);
        IntStream.range(0, 3).forEach(index -> intake.send("upload " + index));
        IntStream.range(0, 20).forEach(index -> submissions.send("submission " + index));

        startWithTwoQueues(intake, submissions, (_, _) -> "");
        until(() -> intake.bodies().isEmpty() && submissions.bodies().isEmpty());

        assertThat(events)
                .extracting(event -> queue(event) + " " + bodies(event).size())
                .containsExactlyInAnyOrder("intake 1", "intake 1", "intake 1", "submissions 20");
    }

    @Test
    void keepsOneQueueGoingWhileTheInvocationsOfAnotherAreBusy() throws Exception {
        var intake = new MemoryQueue("intake", LONG);
        var submissions = new MemoryQueue("submissions", LONG);
        IntStream.range(0, 4).forEach(index -> intake.send("busy " + index));
        IntStream.range(0, 20).forEach(index -> submissions.send("submission " + index));
        var leave = new CountDownLatch(1);

        startWithTwoQueues(
                intake,
                submissions,
                (event, _) -> {
                    if (queue(event).equals("intake")) {
                        leave.await();
                    }
                    return "";
                });
        until(() -> submissions.bodies().isEmpty() && host.inFlight() == 2);

        assertThat(intake.bodies()).hasSize(4);
        leave.countDown();
        until(() -> intake.bodies().isEmpty());
    }

    @Test
    void deletesFromEachQueueWhatSucceededOfIt() throws Exception {
        var intake = new MemoryQueue("intake", LONG);
        var submissions = new MemoryQueue("submissions", LONG);
        intake.send("good upload");
        var ids =
                IntStream.range(0, 20).mapToObj(i -> submissions.send("submission " + i)).toList();

        startWithTwoQueues(
                intake,
                submissions,
                (event, _) ->
                        queue(event).equals("intake")
                                ? ""
                                : "{\"batchItemFailures\": [{\"itemIdentifier\": \"%s\"}]}"
                                        .formatted(ids.get(7)));
        until(() -> intake.bodies().isEmpty() && submissions.bodies().size() == 1);

        assertThat(submissions.bodies()).containsExactly("submission 7");
    }
}
