package io.spillway.local.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.aws.SqsIntakeQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsIntakeQueueTest {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    private String url;

    @BeforeEach
    void createQueue() {
        url =
                TWIN.clients()
                        .sqs()
                        .createQueue(create -> create.queueName("intake-" + UUID.randomUUID()))
                        .queueUrl();
    }

    private SqsIntakeQueue queue() {
        return new SqsIntakeQueue(TWIN.clients().sqs(), url);
    }

    private List<Message> receive() {
        return TWIN.clients()
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                .messages();
    }

    @Test
    void sendsMoreMessagesThanOneRequestHolds() throws IOException {
        var bodies = IntStream.range(0, 35).mapToObj(i -> "message " + i).toList();

        queue().send(bodies);

        var received = new ArrayList<String>();
        for (var messages = receive(); !messages.isEmpty(); messages = receive()) {
            messages.forEach(message -> received.add(message.body()));
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @Test
    void sendsNothingForNoMessages() throws IOException {
        queue().send(List.of());

        assertThat(receive()).isEmpty();
    }

    @Test
    void letsAMessageComeAgainAtOnce() throws IOException {
        queue().send(List.of("again"));
        var first = receive().getFirst();
        assertThat(receive()).isEmpty();

        queue().retryAfter(first.receiptHandle(), Duration.ZERO);

        assertThat(receive()).extracting(Message::body).containsExactly("again");
    }

    @Test
    void namesTheQueueThatIsNotThere() {
        var missing = new SqsIntakeQueue(TWIN.clients().sqs(), url + "-gone");

        assertThatThrownBy(() -> missing.send(List.of("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(url + "-gone");
    }
}
