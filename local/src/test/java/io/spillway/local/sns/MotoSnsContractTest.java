package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.peer.MotoServer;
import io.spillway.local.sqs.AwsClients;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A peer no one here wrote: moto 5. What it does otherwise is asserted. */
class MotoSnsContractTest extends SnsServiceContract {

    private MotoServer server;
    private SnsClient sns;
    private SqsClient sqs;

    @BeforeAll
    void start() {
        server = MotoServer.start();
        sns = AwsClients.sns(server.endpoint());
        sqs = AwsClients.sqs(server.endpoint());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            sns.close();
            sqs.close();
            server.close();
        }
    }

    @Override
    public SnsClient sns() {
        return sns;
    }

    @Override
    public SqsClient sqs() {
        return sqs;
    }

    @Test
    @Override
    public void refusesAnUnknownTopicAttribute() {
        var topic = topic();

        sns.setTopicAttributes(
                set -> set.topicArn(topic).attributeName("Colour").attributeValue("red"));

        assertThat(sns.getTopicAttributes(get -> get.topicArn(topic)).attributes())
                .as("takes it and forgets it")
                .doesNotContainKey("Colour");
    }

    @ParameterizedTest
    @CsvSource({"carrier-pigeon, home", "http, https://example.org/"})
    @Override
    public void refusesOddEndpoints(String protocol, String endpoint) {
        var topic = topic();

        var answer = sns.subscribe(s -> s.topicArn(topic).protocol(protocol).endpoint(endpoint));

        assertThat(answer.subscriptionArn()).as("takes them").startsWith(topic);
    }

    @ParameterizedTest
    @CsvSource({
        "RawMessageDelivery, perhaps",
        "FilterPolicyScope, Everywhere",
        "RedrivePolicy, {\"deadLetterTargetArn\":\"nowhere\"}"
    })
    @Override
    public void refusesOddSubscriptionAttributes(String name, String value) {
        var subscription = subscribe(topic(), queue(), Map.of());

        assertThatCode(
                        () ->
                                sns.setSubscriptionAttributes(
                                        set ->
                                                set.subscriptionArn(subscription)
                                                        .attributeName(name)
                                                        .attributeValue(value)))
                .as("takes them")
                .doesNotThrowAnyException();
    }

    @Test
    @Override
    public void refusesToSubscribeAgainWithOtherAttributes() {
        var topic = topic();
        var queue = queue();
        var subscription = subscribe(topic, queue, Map.of());

        assertThat(subscribe(topic, queue, Map.of("RawMessageDelivery", "true")))
                .isEqualTo(subscription);
        assertThat(subscriptionAttributes(subscription))
                .as("changes the subscription")
                .containsEntry("RawMessageDelivery", "true");
    }

    @Test
    @Override
    public void takesAsMuchAsTheTopicSays() {
        var topic = topic();
        sns.setTopicAttributes(
                set ->
                        set.topicArn(topic)
                                .attributeName("MaximumMessageSize")
                                .attributeValue("1048576"));

        assertThatThrownBy(() -> sns.publish(p -> p.topicArn(topic).message("x".repeat(262_145))))
                .as("knows one limit")
                .isExactlyInstanceOf(InvalidParameterException.class);
    }

    @Test
    @Override
    public void refusesAnEmptyMessage() {
        var topic = topic();

        assertThat(sns.publish(publish -> publish.topicArn(topic).message("")).messageId())
                .as("takes it")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "bell\u0007"})
    @Override
    public void refusesOddSubjects(String subject) {
        var topic = topic();

        assertThat(sns.publish(p -> p.topicArn(topic).message("text").subject(subject)).messageId())
                .as("takes them")
                .isNotEmpty();
    }

    @Test
    @Override
    public void refusesALongSubject() {
        var topic = topic();

        assertThatThrownBy(
                        () ->
                                sns.publish(
                                        publish ->
                                                publish.topicArn(topic)
                                                        .message("text")
                                                        .subject("x".repeat(101))))
                .as("looks at the length alone")
                .isExactlyInstanceOf(InvalidParameterException.class);
    }

    @Test
    @Override
    public void wantsATextForOtherProtocols() {
        var topic = topic();

        var answer =
                sns.publish(
                        publish ->
                                publish.topicArn(topic)
                                        .messageStructure("json")
                                        .message("{\"sqs\":\"text\"}"));

        assertThat(answer.messageId()).as("wants none").isNotEmpty();
    }

    @Test
    @Override
    public void takesEachEntryOfABatchByItself() {
        var topic = topic();
        var bad =
                PublishBatchRequestEntry.builder()
                        .id("bad")
                        .message("text")
                        .messageAttributes(Map.of("n", SnsFixture.attribute("Number", "twelve")))
                        .build();

        assertThatThrownBy(
                        () ->
                                sns.publishBatch(
                                        batch ->
                                                batch.topicArn(topic)
                                                        .publishBatchRequestEntries(bad)))
                .as("refuses the batch")
                .isExactlyInstanceOf(InvalidParameterException.class);
    }

    @Test
    @Override
    public void refusesAnEmptyBatch() {
        assertThat(successful()).as("takes it").isZero();
    }

    @Test
    @Override
    public void refusesAnOddEntryId() {
        assertThat(successful(SnsPublishContract.entry("a b", "text"))).as("takes it").isOne();
    }

    @Test
    @Override
    public void refusesABatchOverTheTopicsLimit() {
        var half = "x".repeat(262_144 / 2 + 1);

        assertThat(
                        successful(
                                SnsPublishContract.entry("a", half),
                                SnsPublishContract.entry("b", half)))
                .as("takes it")
                .isEqualTo(2);
    }

    private int successful(PublishBatchRequestEntry... entries) {
        var topic = topic();
        return sns.publishBatch(b -> b.topicArn(topic).publishBatchRequestEntries(entries))
                .successful()
                .size();
    }

    @Test
    @Override
    public void wrapsAMessageInAnEnvelope() {
        var topic = topic();
        var queue = queue();
        var subscription = subscribe(topic, queue, Map.of());

        sns.publish(publish -> publish.topicArn(topic).message("text"));

        assertThat(SnsFixture.envelope(receive(queue).getFirst()).requireText("UnsubscribeURL"))
                .as("names another subscription")
                .doesNotContain(subscription);
    }

    @Test
    @Override
    public void signsByVersionOne() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of());

        sns.publish(publish -> publish.topicArn(topic).message("text"));

        assertThat(SnsFixture.envelope(receive(queue).getFirst()).requireText("SignatureVersion"))
                .isEqualTo("2");
    }

    @Test
    @Override
    public void deliversRawWithItsAttributes() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of("RawMessageDelivery", "true"));
        var attributes =
                Map.of(
                        "text", SnsFixture.text("a"),
                        "number", SnsFixture.attribute("Number", "1.5"));

        sns.publish(p -> p.topicArn(topic).message("raw").messageAttributes(attributes));

        assertThat(receive(queue).getFirst().messageAttributes())
                .as("loses messages with binary attributes, so there is none here")
                .containsOnlyKeys("text", "number");
    }

    @Test
    @Override
    public void filtersByBody() {
        var topic = topic();
        var policy = "{\"$or\":[{\"a\":[1]},{\"b\":[{\"exists\":true}]}]}";
        var queue = queue();
        subscribe(topic, queue, Map.of("FilterPolicyScope", "MessageBody", "FilterPolicy", policy));

        sns.publish(publish -> publish.topicArn(topic).message("{\"b\":1}"));

        assertThat(receiveTexts(queue)).containsExactly("{\"b\":1}");
        assertThatThrownBy(() -> sns.publish(p -> p.topicArn(topic).message("{\"a\":2}")))
                .as("fails where a key of an $or is absent")
                .isInstanceOfSatisfying(
                        SnsException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    }

    @Test
    @Override
    public void keepsInTheDeadLetterQueueWhatAQueueCannotTake() {
        var topic = topic();
        var gone = queue();
        subscribe(topic, gone, Map.of());
        sqs.deleteQueue(delete -> delete.queueUrl(gone));

        assertThatThrownBy(() -> sns.publish(publish -> publish.topicArn(topic).message("text")))
                .as("has no dead letters: the publish fails")
                .isInstanceOf(SnsException.class);
    }

    @Test
    @Override
    public void keepsInTheDeadLetterQueueARawMessageOfElevenAttributes() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of("RawMessageDelivery", "true"));
        var attributes =
                IntStream.range(0, 11)
                        .boxed()
                        .collect(Collectors.toMap(n -> "a" + n, _ -> SnsFixture.text("x")));

        sns.publish(p -> p.topicArn(topic).message("many").messageAttributes(attributes));

        assertThat(receive(queue)).as("delivers it").hasSize(1);
    }
}
