package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues that keep the order of a group and take each message once. */
interface SqsFifoContract extends SqsFixture {

    default String sendFifo(String url, String group, String body) {
        return sqs().sendMessage(send -> send.queueUrl(url).messageGroupId(group).messageBody(body))
                .messageId();
    }

    @Test
    default void keepsTheOrderOfAGroup() {
        var url = fifoQueue();
        IntStream.range(0, 5).forEach(n -> sendFifo(url, "group", "message " + n));

        assertThat(bodies(receive(url)))
                .containsExactly("message 0", "message 1", "message 2", "message 3", "message 4");
    }

    @Test
    default void handsOutNothingOfAGroupThatHasMessagesInFlight() {
        var url = fifoQueue();
        sendFifo(url, "one", "1a");
        sendFifo(url, "one", "1b");
        sendFifo(url, "two", "2a");

        var first = receive(url, 1).getFirst();

        assertThat(bodies(receive(url))).containsExactly("2a");
        delete(url, first);
        assertThat(bodies(receive(url))).containsExactly("1b");
    }

    @Test
    default void takesAMessageOfAFifoQueueOnce() {
        var url = fifoQueue();

        var id = sendFifo(url, "group", "once");

        assertThat(sendFifo(url, "group", "once")).isEqualTo(id);
        assertThat(receive(url)).hasSize(1);
    }

    @Test
    default void wantsAGroupOfEachMessageOfAFifoQueue() {
        var url = fifoQueue();

        assertThatThrownBy(() -> send(url, "no group")).isInstanceOf(SqsException.class);
    }
}
