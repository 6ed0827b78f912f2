package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.peer.FreePort;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A peer no one here wrote: ElasticMQ 1.7. What it does otherwise is asserted. */
class ElasticMqContractTest extends SqsServiceContract {

    private SQSRestServer server;
    private SqsClient client;

    @BeforeAll
    void start() {
        int port = FreePort.find();
        server =
                SQSRestServerBuilder.withPort(port)
                        .withInterface("127.0.0.1")
                        .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
                        .withAWSRegion("us-east-1")
                        .withAWSAccountId("000000000000")
                        .start();
        server.waitUntilStarted();
        client = AwsClients.sqs(URI.create("http://127.0.0.1:" + port));
    }

    @AfterAll
    void stop() {
        client.close();
        server.stopAndWait();
    }

    @Override
    public SqsClient sqs() {
        return client;
    }

    @Override
    public String missingQueueCode() {
        return "QueueDoesNotExist";
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
    @ValueSource(strings = {"DelaySeconds=901", "VisibilityTimeout=43201", "VisibilityTimeout=-1"})
    @Override
    public void refusesAttributesOutOfRange(String attribute) {
        var parts = attribute.split("=");
        var attributeName = QueueAttributeName.fromValue(parts[0]);

        var url = queue(Map.of(attributeName, parts[1]));

        assertThat(attributes(url)).as("takes it").containsEntry(attributeName, parts[1]);
    }

    @Test
    @Override
    public void refusesAnUnknownAttribute() {
        var url = queue();

        var answer =
                sqs().getQueueAttributes(g -> g.queueUrl(url).attributeNamesWithStrings("Colour"));

        assertThat(answer.attributes()).as("leaves it out").isEmpty();
    }

    @Test
    @Override
    public void handsOutOnlyTheAttributesAskedFor() {
        var url = queue();
        var attributes = Map.of("a.one", SqsMessageContract.text("1"));
        sqs().sendMessage(
                        send ->
                                send.queueUrl(url)
                                        .messageBody("body")
                                        .messageAttributes(attributes));

        var message =
                sqs().receiveMessage(r -> r.queueUrl(url).messageAttributeNames("a.*"))
                        .messages()
                        .getFirst();

        assertThat(message.messageAttributes()).as("knows no prefixes").isEmpty();
    }

    @Test
    @Override
    public void holdsMessagesToTheQueuesOwnLimit() {
        var url = queue(Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1024"));

        send(url, "x".repeat(1025));

        assertThat(receive(url)).as("holds them to the service's limit only").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0001b", "\u001f", "\ufffe"})
    @Override
    public void refusesCharactersThatXmlCantHold(String body) {
        var url = queue();

        assertThatThrownBy(() -> send(url, body))
                .as("refuses them by another error")
                .isExactlyInstanceOf(InvalidAttributeValueException.class)
                .hasMessageContaining("InvalidMessageContents");
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
    @ValueSource(ints = {-1, 43_201})
    @Override
    public void refusesToHideSoLong(int seconds) {
        var url = queue();
        send(url, "body");
        var message = receive(url).getFirst();

        assertThatCode(() -> changeVisibility(url, message, seconds)).doesNotThrowAnyException();
    }

    @Test
    @Override
    public void acceptsASupersededReceiptQuietly() {
        var url = queue();
        send(url, "body");
        var superseded = receiveAndShow(url);
        receive(url);

        assertThatThrownBy(() -> delete(url, superseded))
                .isExactlyInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    @Override
    public void acceptsADeleteOfWhatIsGone() {
        var url = queue();
        send(url, "body");
        var message = receive(url).getFirst();
        delete(url, message);

        assertThatThrownBy(() -> delete(url, message))
                .isExactlyInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    @Override
    public void refusesAnEmptyBatch() {
        var url = queue();

        var answer = sqs().sendMessageBatch(s -> s.queueUrl(url).entries(List.of()));

        assertThat(answer.successful()).as("takes it").isEmpty();
    }

    @Test
    @Override
    public void refusesAnOddId() {
        var url = queue();
        var odd = SendMessageBatchRequestEntry.builder().id("a b").messageBody("body").build();

        var answer = sqs().sendMessageBatch(s -> s.queueUrl(url).entries(odd));

        assertThat(answer.successful()).as("takes it").hasSize(1);
    }

    @Override
    public Class<? extends SqsException> refusal(Class<? extends SqsException> documented) {
        return documented == BatchRequestTooLongException.class
                ? InvalidAttributeValueException.class
                : documented;
    }
}
