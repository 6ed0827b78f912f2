package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.pipeline.memory.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a queue does as time goes by; the clock is moved by hand. */
class QueueTest {

    private final TestClock clock = new TestClock();
    private final List<Change> journal = new ArrayList<>();
    private final Map<String, Queue> queues = new HashMap<>();
    private Faults faults = Faults.none();

    private Queue queue(String name, Map<String, String> attributes) {
        var environment =
                new Environment(
                        clock,
                        faults,
                        AwsAccount.LOCAL,
                        journal::add,
                        arn ->
                                Optional.ofNullable(
                                        queues.get(arn.substring(arn.lastIndexOf(':') + 1))));
        var complete = QueueAttributes.of(attributes, name.endsWith(".fifo")).values();
        var queue =
                new Queue(
                        environment, new Change.Created(name, complete, Map.of(), clock.millis()));
        queues.put(name, queue);
        return queue;
    }

    private Queue queue() {
        return queue("queue", Map.of());
    }

    private static void send(Queue queue, String body) {
        send(queue, body, OptionalLong.empty());
    }

    private static void send(Queue queue, String body, OptionalLong delaySeconds) {
        queue.send(
                new Sending.Request(Draft.of(body, Map.of(), Optional.of("group")), delaySeconds));
    }

    private static List<Receiving.Received> receive(Queue queue) throws InterruptedException {
        return queue.receive(new Receiving.Request(10, Duration.ZERO, OptionalLong.empty()));
    }

    private static List<String> bodies(List<Receiving.Received> received) {
        return received.stream().map(one -> one.message().draft().body()).toList();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "29999, 0", "30000, 1"})
    void hidesAReceivedMessageForItsVisibilityTimeout(long millis, int visible) throws Exception {
        var queue = queue();
        send(queue, "body");
        receive(queue);

        clock.advance(Duration.ofMillis(millis));

        assertThat(queue.depth()).isEqualTo(new QueueDepth(visible, 1 - visible, 0));
        assertThat(receive(queue)).hasSize(visible);
    }

    @Test
    void hidesAMessageLongerWhenTold() throws Exception {
        var queue = queue();
        send(queue, "body");
        var receipt = receive(queue).getFirst().receipt();

        clock.advance(Duration.ofSeconds(29));
        queue.changeVisibility(receipt, 60);
        clock.advance(Duration.ofSeconds(59));

        assertThat(receive(queue)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(receive(queue)).hasSize(1);
    }

    @Test
    void hidesAMessageTwelveHoursAtMostFromItsReceive() throws Exception {
        var queue = queue("queue", Map.of("VisibilityTimeout", "43200"));
        send(queue, "body");
        var receipt = receive(queue).getFirst().receipt();
        clock.advance(Duration.ofHours(1));

        queue.changeVisibility(receipt, 11 * 3_600);

        assertThatThrownBy(() -> queue.changeVisibility(receipt, 11 * 3_600 + 1))
                .hasMessage(
                        "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
    }

    @Test
    void refusesToChangeTheVisibilityByASupersededReceipt() throws Exception {
        var queue = queue();
        send(queue, "body");
        var superseded = receive(queue).getFirst().receipt();
        clock.advance(Duration.ofSeconds(30));
        receive(queue);

        assertThatThrownBy(() -> queue.changeVisibility(superseded, 0))
                .isInstanceOf(SqsError.class)
                .hasMessageEndingWith(
                        "Message does not exist or is not available for visibility timeout change.");
    }

    @Test
    void keepsAMessageThatASupersededReceiptDeletes() throws Exception {
        var queue = queue();
        send(queue, "body");
        var superseded = receive(queue).getFirst().receipt();
        clock.advance(Duration.ofSeconds(30));
        var current = receive(queue).getFirst().receipt();

        queue.delete(superseded);
        assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 1, 0));

        queue.delete(current);
        assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void delaysAMessageAsItsSenderOrTheQueueSays(long delaySeconds, int atOnce) throws Exception {
        var queue = queue("queue", Map.of("DelaySeconds", "5"));
        send(queue, "sender", OptionalLong.of(delaySeconds));
        send(queue, "queue");

        assertThat(queue.depth()).isEqualTo(new QueueDepth(atOnce, 0, 2 - atOnce));

        clock.advance(Duration.ofSeconds(1));
        assertThat(bodies(receive(queue))).containsExactly("sender");
        clock.advance(Duration.ofSeconds(4));
        assertThat(bodies(receive(queue))).containsExactly("queue");
    }

    @ParameterizedTest
    @CsvSource({"59999, 1", "60000, 0"})
    void dropsAMessageWhenItsRetentionPeriodEnds(long millis, int left) {
        var queue = queue("queue", Map.of("MessageRetentionPeriod", "60"));
        send(queue, "body");

        clock.advance(Duration.ofMillis(millis));

        assertThat(queue.depth().visible()).isEqualTo(left);
    }

    @Test
    void countsTheAgeOfADeadLetterFromItsFirstSending() throws Exception {
        var deadLetters = queue("dead", Map.of("MessageRetentionPeriod", "60"));
        var queue = queueFor(deadLetters, 1);
        send(queue, "poison");
        receive(queue);
        clock.advance(Duration.ofSeconds(30));
        assertThat(receive(queue)).isEmpty();
        assertThat(deadLetters.depth()).isEqualTo(new QueueDepth(1, 0, 0));

        clock.advance(Duration.ofSeconds(30));

        assertThat(deadLetters.depth().isEmpty()).isTrue();
    }

    private Queue queueFor(Queue deadLetters, int maxReceiveCount) {
        return queue(
                "queue",
                Map.of(
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                                .formatted(deadLetters.arn(), maxReceiveCount)));
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void givesUpAMessageReceivedSoOftenAndKeepsItsCount(int maxReceiveCount) throws Exception {
        var deadLetters = queue("dead", Map.of());
        var queue = queueFor(deadLetters, maxReceiveCount);
        send(queue, "poison");

        for (int time = 0; time < maxReceiveCount; time++) {
            assertThat(receive(queue)).hasSize(1);
            clock.advance(Duration.ofSeconds(30));
        }
        assertThat(receive(queue)).isEmpty();

        var dead = receive(deadLetters).getFirst();
        assertThat(dead.receipt().receives()).isEqualTo(maxReceiveCount + 1);
        assertThat(dead.message().deadLetterSource()).contains(queue.arn());
    }

    @Test
    void handsOutTheGoodMessagesBehindManyPoisonedOnes() throws Exception {
        var queue = queueFor(queue("dead", Map.of()), 1);
        IntStream.range(0, 25).forEach(number -> send(queue, "poison"));
        while (!receive(queue).isEmpty()) {
            continue; // until each was received once
        }
        clock.advance(Duration.ofSeconds(30));
        send(queue, "good");

        assertThat(bodies(receive(queue))).containsExactly("good");
        assertThat(queues.get("dead").depth()).isEqualTo(new QueueDepth(25, 0, 0));
    }

    @Test
    void goesOnHandingOutAMessageWhoseDeadLetterQueueIsGone() throws Exception {
        var queue = queueFor(queue("dead", Map.of()), 1);
        queues.remove("dead");
        send(queue, "poison");
        receive(queue);
        clock.advance(Duration.ofSeconds(30));

        assertThat(bodies(receive(queue))).containsExactly("poison");
    }

    @Test
    void handsOutOldMessagesFirstAlsoWhenTheyComeBack() throws Exception {
        var queue = queue();
        send(queue, "old");
        receive(queue);
        send(queue, "new");
        clock.advance(Duration.ofSeconds(30));

        assertThat(bodies(receive(queue))).containsExactly("old", "new");
    }

    @ParameterizedTest
    @CsvSource({"299999, 1", "300000, 2"})
    void remembersDeduplicationIdsForFiveMinutes(long millis, int messages) {
        var queue =
                queue(
                        "queue.fifo",
                        Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));
        send(queue, "same");

        clock.advance(Duration.ofMillis(millis));
        send(queue, "same");

        assertThat(queue.depth().visible()).isEqualTo(messages);
    }

    @Test
    void deliversTwiceByFault() throws Exception {
        faults = Faults.seeded(1, Map.of(FaultKind.DUPLICATE, 1.0));
        var queue = queue();
        send(queue, "twice");

        var received = receive(queue);

        assertThat(bodies(received)).containsExactly("twice", "twice");
        assertThat(received.stream().map(one -> one.message().id()).distinct()).hasSize(1);
        received.forEach(one -> queue.delete(one.receipt()));
        assertThat(queue.depth().isEmpty()).isTrue();
    }

    @Test
    void deliversLateAndOutOfOrderByFault() throws Exception {
        faults = Faults.seeded(1, Map.of(FaultKind.DELAY, 1.0));
        var queue = queue();
        IntStream.range(0, 20).forEach(number -> send(queue, "message " + number));
        assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 0, 20));

        var order = new ArrayList<String>();
        for (int step = 0; step < 2_000; step++) {
            clock.advance(Duration.ofMillis(1));
            order.addAll(bodies(receive(queue)));
        }

        assertThat(order).hasSize(20).doesNotHaveDuplicates();
        assertThat(order.getFirst()).isNotEqualTo("message 0");
    }

    @Test
    void keepsTheOrderOfAFifoQueueUnderFaults() throws Exception {
        faults = Faults.seeded(1, Map.of(FaultKind.DELAY, 1.0, FaultKind.DUPLICATE, 1.0));
        var queue =
                queue(
                        "queue.fifo",
                        Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));
        send(queue, "first");
        send(queue, "second");

        assertThat(bodies(receive(queue))).containsExactly("first", "second");
    }

    @Test
    void numbersMessagesUpwardsAlsoAfterARestart() throws Exception {
        var before = queue();
        send(before, "body");
        var number = receive(before).getFirst().message().number();

        clock.advance(Duration.ofMillis(1));
        var after = queue();
        send(after, "body");

        assertThat(receive(after).getFirst().message().number()).isGreaterThan(number);
    }
}
