package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.peer.MotoServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A peer no one here wrote: moto 5. What it does otherwise is asserted. */
class MotoSqsContractTest extends SqsServiceContract {

    private MotoServer server;
    private SqsClient client;

    @BeforeAll
    void start() {
        server = MotoServer.start();
        client = AwsClients.sqs(server.endpoint());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            client.close();
            server.close();
        }
    }

    @Override
    public SqsClient sqs() {
        return client;
    }

    /** Its errors carry the Query protocol's code where the SDK looks for the shape. */
    @Override
    public Class<? extends SqsException> refusal(Class<? extends SqsException> documented) {
        return SqsException.class;
    }

    @Test
    @Override
    public void listsQueuesByPrefixPageByPage() {
        var prefix = uniqueName();
        sqs().createQueue(create -> create.queueName(prefix + "-1"));
        sqs().createQueue(create -> create.queueName(prefix + "-2"));

        var page = sqs().listQueues(list -> list.queueNamePrefix(prefix).maxResults(1));

        assertThat(page.queueUrls()).as("one page, whatever is asked").hasSize(2);
        assertThat(page.nextToken()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DelaySeconds=901",
                "MessageRetentionPeriod=59",
                "ReceiveMessageWaitTimeSeconds=21",
                "VisibilityTimeout=43201",
                "VisibilityTimeout=-1"
            })
    @Override
    public void refusesAttributesOutOfRange(String attribute) {
        var parts = attribute.split("=");
        var attributeName = QueueAttributeName.fromValue(parts[0]);

        var url = queue(Map.of(attributeName, parts[1]));

        assertThat(attributes(url)).as("takes it").containsEntry(attributeName, parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0001b", "\ufffe"})
    @Override
    public void refusesCharactersThatXmlCantHold(String body) {
        var url = queue();

        send(url, body);

        assertThat(bodies(receive(url))).as("takes them").containsExactly(body);
    }

    @Test
    @Override
    public void takesEachEntryOfABatchByItself() {
        var url = queue();

        var answer =
                sqs().sendMessageBatch(
                                send ->
                                        send.queueUrl(url)
                                                .entries(
                                                        SendMessageBatchRequestEntry.builder()
                                                                .id("bad")
                                                                .messageBody("\u0001")
                                                                .build()));

        assertThat(answer.failed()).as("takes control characters").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = -1)
    @Override
    public void refusesToDelaySoLong(int seconds) {
        var url = queue();

        sqs().sendMessage(s -> s.queueUrl(url).messageBody("body").delaySeconds(seconds));

        assertThat(receive(url)).as("takes it for none").hasSize(1);
    }

    @Test
    @Override
    public void refusesToChangeTheVisibilityOfAVisibleMessage() {
        var url = queue();
        send(url, "body");
        var message = receiveAndShow(url);

        changeVisibility(url, message, 10);

        assertThat(receive(url)).as("hides it").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = -1)
    @Override
    public void refusesToHideSoLong(int seconds) {
        var url = queue();
        send(url, "body");

        changeVisibility(url, receive(url).getFirst(), seconds);

        assertThat(receive(url)).as("takes it for none").hasSize(1);
    }

    @Test
    @Override
    public void movesDeadLettersBackWhereTheyCameFrom() {
        var deadLetters = queue();
        queueWithDeadLetters(deadLetters, 1);
        var source = arn(deadLetters);

        assertThatThrownBy(() -> sqs().startMessageMoveTask(start -> start.sourceArn(source)))
                .as("fails without a destination")
                .isInstanceOfSatisfying(
                        SqsException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    }

    @Test
    @Override
    public void takesAMessageOfAFifoQueueOnce() {
        var url = fifoQueue();

        var id = sendFifo(url, "group", "once");

        assertThat(sendFifo(url, "group", "once")).as("tells another id").isNotEqualTo(id);
        assertThat(receive(url)).hasSize(1);
    }
}
