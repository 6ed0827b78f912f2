package io.spillway.local.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.IntakeQueue;
import io.spillway.router.IntakeQueueContract;
import io.spillway.router.aws.SqsIntakeQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsIntakeQueueTest extends IntakeQueueContract {

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

    @Override
    protected IntakeQueue queue() {
        return new SqsIntakeQueue(TWIN.clients().sqs(), url);
    }

    @Override
    protected List<String> received() {
        return Stream.generate(this::receive)
                .takeWhile(messages -> !messages.isEmpty())
                .flatMap(List::stream)
                .map(Message::body)
                .toList();
    }

    private List<Message> receive() {
        return TWIN.clients()
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                .messages();
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
