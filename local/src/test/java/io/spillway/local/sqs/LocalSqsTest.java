package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What only our own SQS does: outliving a kill, misbehaving on purpose, saying what it lacks. */
class LocalSqsTest {

    @TempDir private Path directory;

    private final TestClock clock = new TestClock();
    private Journal journal;
    private LocalSqs service;
    private SqsClient client;

    @BeforeEach
    void start() throws IOException {
        start(Faults.none());
    }

    private void start(Faults faults) throws IOException {
        journal = Journal.open(directory);
        service = new LocalSqs(journal, faults, clock);
        journal.replay(Map.of(service.journalName(), service));
        service.start(0);
        client = AwsClients.sqs(service.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        service.close();
        journal.close();
    }

    /** The journal is all that a kill leaves, and every change is in it when it is acknowledged. */
    private void killAndStart() throws IOException {
        stop();
        start();
    }

    private void killCompactAndStart() throws IOException {
        stop();
        try (var compacting = Journal.open(directory)) {
            var replayed = new LocalSqs(compacting, Faults.none(), clock);
            compacting.replay(Map.of(replayed.journalName(), replayed));
            compacting.compact(List.of(replayed));
        }
        start();
    }

    private String url(String name) {
        return service.endpoint() + "/000000000000/" + name;
    }

    private void create(String name, Map<QueueAttributeName, String> attributes) {
        client.createQueue(c -> c.queueName(name).attributes(attributes).tags(Map.of("a", "b")));
    }

    private List<Message> receive(String name) {
        return client.receiveMessage(
                        r ->
                                r.queueUrl(url(name))
                                        .maxNumberOfMessages(10)
                                        .messageAttributeNames("All")
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.ALL))
                .messages();
    }

    private void createWithDeadLetters() {
        create("dead", Map.of());
        create(
                "queue",
                Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":2}"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsEverythingAgainAfterAKill(boolean compacted) throws Exception {
        createWithDeadLetters();
        service.send("queue", "kept", Map.of("name", MessageAttribute.text("value")));
        service.send("queue", "done", Map.of());
        client.sendMessage(s -> s.queueUrl(url("queue")).messageBody("late").delaySeconds(60));
        var received = receive("queue");
        client.deleteMessage(
                d -> d.queueUrl(url("queue")).receiptHandle(received.getLast().receiptHandle()));
        client.setQueueAttributes(
                s ->
                        s.queueUrl(url("queue"))
                                .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "9")));

        if (compacted) {
            killCompactAndStart();
        } else {
            killAndStart();
        }

        assertThat(service.depth("queue")).isEqualTo(new QueueDepth(1, 0, 1));
        var message = receive("queue").getFirst();
        assertThat(message.body()).isEqualTo("kept");
        assertThat(message.messageId()).isEqualTo(received.getFirst().messageId());
        assertThat(message.messageAttributes()).containsOnlyKeys("name");
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2")
                .containsEntry(
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        received.getFirst()
                                .attributes()
                                .get(MessageSystemAttributeName.SENT_TIMESTAMP));
        assertThat(client.listQueueTags(t -> t.queueUrl(url("queue"))).tags())
                .containsEntry("a", "b");
        clock.advance(Duration.ofSeconds(9));
        assertThat(service.depth("queue")).isEqualTo(new QueueDepth(1, 0, 1));
        clock.advance(Duration.ofSeconds(51));
        assertThat(service.depth("queue")).isEqualTo(new QueueDepth(2, 0, 0));
    }

    @Test
    void acceptsTheReceiptOfAMessageReceivedBeforeAKill() throws Exception {
        create("queue", Map.of());
        service.send("queue", "body", Map.of());
        var receipt = receive("queue").getFirst().receiptHandle();

        killAndStart();
        client.deleteMessage(d -> d.queueUrl(url("queue")).receiptHandle(receipt));

        assertThat(service.depth("queue").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsDeadLettersWhereTheyAreAfterAKill(boolean compacted) throws Exception {
        createWithDeadLetters();
        service.send("queue", "poison", Map.of());
        for (int time = 0; time < 3; time++) {
            receive("queue");
            clock.advance(Duration.ofSeconds(30));
        }

        if (compacted) {
            killCompactAndStart();
        } else {
            killAndStart();
        }

        assertThat(service.depth("queue")).isEqualTo(new QueueDepth(0, 0, 0));
        assertThat(receive("dead").getFirst().attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "3")
                .containsEntry(
                        MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN,
                        "arn:aws:sqs:us-east-1:000000000000:queue");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void remembersDeduplicationIdsOverAKill(boolean compacted) throws Exception {
        create(
                "queue.fifo",
                Map.of(
                        QueueAttributeName.FIFO_QUEUE, "true",
                        QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
        var first = sendFifo("same");
        client.deleteMessage(
                d ->
                        d.queueUrl(url("queue.fifo"))
                                .receiptHandle(receive("queue.fifo").getFirst().receiptHandle()));

        if (compacted) {
            killCompactAndStart();
        } else {
            killAndStart();
        }

        assertThat(sendFifo("same")).isEqualTo(first);
        assertThat(service.depth("queue.fifo").isEmpty()).isTrue();
    }

    private String sendFifo(String body) {
        return client.sendMessage(
                        s -> s.queueUrl(url("queue.fifo")).messageGroupId("g").messageBody(body))
                .messageId();
    }

    @Test
    void forgetsDeletedQueuesAndPurgedMessagesAfterAKill() throws Exception {
        create("gone", Map.of());
        create("purged", Map.of());
        service.send("purged", "body", Map.of());
        client.deleteQueue(d -> d.queueUrl(url("gone")));
        client.purgeQueue(p -> p.queueUrl(url("purged")));

        killAndStart();

        assertThatThrownBy(() -> service.depth("gone")).isInstanceOf(QueueDoesNotExist.class);
        assertThat(service.depth("purged").isEmpty()).isTrue();
    }

    @Test
    void takesAMessageForAQueueByNameAndByArn() {
        create("queue", Map.of());

        service.send("queue", "one", Map.of());
        service.send("arn:aws:sqs:us-east-1:000000000000:queue", "two", Map.of());

        assertThat(service.depth("queue")).isEqualTo(new QueueDepth(2, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "arn:aws:sqs:us-east-1:000000000000:nowhere",
                "arn:aws:sqs:eu-west-1:000000000000:queue",
                "arn:aws:sqs:us-east-1:111111111111:queue"
            })
    void refusesAMessageForAQueueThatIsNotThere(String queue) {
        create("queue", Map.of());

        assertThatThrownBy(() -> service.send(queue, "body", Map.of()))
                .isExactlyInstanceOf(QueueDoesNotExist.class)
                .hasMessage(
                        "The specified queue does not exist: %s. Create it, or check the name and the account.",
                        queue);
    }

    @Test
    void carriesTenThousandMessagesOfManyThreadsOnceEach() throws Exception {
        create("queue", Map.of());
        var bodies = ConcurrentHashMap.<String>newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 10; thread++) {
                int first = thread * 1_000;
                threads.submit(
                        () ->
                                IntStream.range(first, first + 1_000)
                                        .forEach(n -> service.send("queue", "m" + n, Map.of())));
            }
            for (int thread = 0; thread < 4; thread++) {
                threads.submit(() -> drain(bodies));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(bodies.size()).isEqualTo(10_000);
        assertThat(service.depth("queue").isEmpty()).isTrue();
    }

    private void drain(Set<String> bodies) {
        while (bodies.size() < 10_000) {
            var messages =
                    client.receiveMessage(
                                    r ->
                                            r.queueUrl(url("queue"))
                                                    .maxNumberOfMessages(10)
                                                    .waitTimeSeconds(1))
                            .messages();
            messages.forEach(message -> assertThat(bodies.add(message.body())).isTrue());
            if (!messages.isEmpty()) {
                client.deleteMessageBatch(
                        d ->
                                d.queueUrl(url("queue"))
                                        .entries(
                                                messages.stream()
                                                        .map(SqsBatchContract::deletion)
                                                        .toList()));
            }
        }
    }

    @Test
    void refusesARequestByFaultBeforeItHasAnyEffect() throws Exception {
        create("queue", Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.THROTTLE, 1.0)));

        assertThatThrownBy(
                        () -> client.sendMessage(s -> s.queueUrl(url("queue")).messageBody("body")))
                .isInstanceOfSatisfying(
                        SqsException.class, e -> assertThat(e.isThrottlingException()).isTrue());
        assertThat(service.depth("queue").isEmpty()).isTrue();
    }

    @Test
    void losesTheAnswerByFaultButKeepsTheMessage() throws Exception {
        create("queue", Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.LOST_RESPONSE, 1.0)));

        assertThatThrownBy(
                        () -> client.sendMessage(s -> s.queueUrl(url("queue")).messageBody("body")))
                .isInstanceOf(SdkClientException.class);
        assertThat(service.depth("queue").visible()).as("one per attempt").isPositive();
    }

    @Test
    void neverLosesTheMessagesThatWereReceived() throws Exception {
        create("queue", Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.LOST_RESPONSE, 1.0)));
        service.send("queue", "body", Map.of());

        var received = client.receiveMessage(receive -> receive.queueUrl(url("queue")));

        assertThat(received.messages()).extracting(message -> message.body()).contains("body");
    }

    @Test
    void saysWhichOperationItLacks() {
        create("queue", Map.of());

        assertThatThrownBy(
                        () ->
                                client.addPermission(
                                        a ->
                                                a.queueUrl(url("queue"))
                                                        .label("l")
                                                        .awsAccountIds("111111111111")
                                                        .actions("SendMessage")))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("This stand-in has no operation AddPermission.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"QueueUrl\":1}", "{\"QueueUrl\":\"x\"}"})
    void answersEveryBodyWithAnErrorOfAws(String body) throws Exception {
        var answer = post(service.endpoint(), "AmazonSQS.SendMessage", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"__type\":\"com.amazonaws.sqs#");
        assertThat(answer.headers().firstValue("x-amzn-query-error")).isPresent();
    }

    @Test
    void tellsClientsOfTheQueryProtocolWhatToDo() throws Exception {
        var answer = post(service.endpoint(), "", "Action=ListQueues&Version=2012-11-05");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "this stand-in speaks the AWS JSON protocol only. Use a client from 2023-11 or later.");
    }

    private static HttpResponse<String> post(URI endpoint, String target, String body)
            throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(endpoint)
                            .header("X-Amz-Target", target)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
