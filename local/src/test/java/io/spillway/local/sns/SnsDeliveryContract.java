package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** What subscribed queues get. */
interface SnsDeliveryContract extends SnsFixture {

    @Test
    default void wrapsAMessageInAnEnvelope() {
        var topic = topic();
        var queue = queue();
        var subscription = subscribe(topic, queue, Map.of());

        var id =
                sns().publish(
                                publish ->
                                        publish.topicArn(topic)
                                                .subject("Subject")
                                                .message("Grüße \"&<>\" \t\u0001 😀")
                                                .messageAttributes(
                                                        Map.of("status", SnsFixture.text("ok"))))
                        .messageId();

        var message = receive(queue).getFirst();
        var envelope = SnsFixture.envelope(message);
        assertThat(envelope.requireText("Type")).isEqualTo("Notification");
        assertThat(envelope.requireText("MessageId")).isEqualTo(id);
        assertThat(envelope.requireText("TopicArn")).isEqualTo(topic);
        assertThat(envelope.requireText("Subject")).isEqualTo("Subject");
        assertThat(envelope.requireText("Message")).isEqualTo("Grüße \"&<>\" \t\u0001 😀");
        assertThat(Instant.parse(envelope.requireText("Timestamp")))
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(envelope.requireText("Signature")).isNotEmpty();
        assertThat(envelope.requireText("SigningCertURL")).isNotEmpty();
        assertThat(envelope.requireText("UnsubscribeURL"))
                .contains("Action=Unsubscribe&SubscriptionArn=")
                .contains(subscription.substring(subscription.lastIndexOf(':') + 1));
        var attribute = envelope.requireObject("MessageAttributes").requireObject("status");
        assertThat(attribute.requireText("Type")).isEqualTo("String");
        assertThat(attribute.requireText("Value")).isEqualTo("ok");
        assertThat(message.messageAttributes()).isEmpty();
    }

    @Test
    default void signsByVersionOne() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of());

        sns().publish(publish -> publish.topicArn(topic).message("text"));

        var envelope = SnsFixture.envelope(receive(queue).getFirst());
        assertThat(envelope.requireText("SignatureVersion")).isEqualTo("1");
        assertThat(envelope.members()).doesNotContainKeys("Subject", "MessageAttributes");
    }

    @Test
    default void deliversRawWithItsAttributes() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of("RawMessageDelivery", "true"));
        var binary =
                MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1}))
                        .build();

        sns().publish(
                        publish ->
                                publish.topicArn(topic)
                                        .message("{\"raw\":true}")
                                        .messageAttributes(
                                                Map.of(
                                                        "text", SnsFixture.text("a"),
                                                        "number",
                                                                SnsFixture.attribute(
                                                                        "Number", "1.5"),
                                                        "bytes", binary)));

        var message = receive(queue).getFirst();
        assertThat(message.body()).isEqualTo("{\"raw\":true}");
        assertThat(message.messageAttributes()).containsOnlyKeys("text", "number", "bytes");
        assertThat(message.messageAttributes().get("text").stringValue()).isEqualTo("a");
        assertThat(message.messageAttributes().get("number").dataType()).isEqualTo("Number");
        assertThat(message.messageAttributes().get("bytes").binaryValue().asByteArray())
                .isEqualTo(new byte[] {0, -1});
    }

    @Test
    default void deliversToEverySubscriber() {
        var topic = topic();
        var queues = IntStream.range(0, 3).mapToObj(_ -> queue()).toList();
        queues.forEach(queue -> subscribe(topic, queue, Map.of()));

        sns().publish(publish -> publish.topicArn(topic).message("text"));

        assertThat(queues).allSatisfy(queue -> assertThat(receiveTexts(queue)).hasSize(1));
    }

    @Test
    default void filtersByAttributes() {
        var topic = topic();
        var queue = queue();
        subscribe(
                topic,
                queue,
                Map.of(
                        "FilterPolicy",
                        "{\"status\":[\"failed\",{\"prefix\":\"skip\"}],\"size\":[{\"numeric\":[\">\",10]}]}"));

        publish(topic, "wanted", "failed", "11");
        publish(topic, "wanted too", "skipped", "100");
        publish(topic, "too small", "failed", "10");
        publish(topic, "other status", "succeeded", "11");
        sns().publish(publish -> publish.topicArn(topic).message("no attributes"));

        assertThat(receiveTexts(queue)).containsExactlyInAnyOrder("wanted", "wanted too");
    }

    private void publish(String topic, String message, String status, String size) {
        sns().publish(
                        publish ->
                                publish.topicArn(topic)
                                        .message(message)
                                        .messageAttributes(
                                                Map.of(
                                                        "status", SnsFixture.text(status),
                                                        "size",
                                                                SnsFixture.attribute(
                                                                        "Number", size))));
    }

    @Test
    default void filtersByBody() {
        var topic = topic();
        var queue = queue();
        subscribe(
                topic,
                queue,
                Map.of(
                        "FilterPolicyScope",
                        "MessageBody",
                        "FilterPolicy",
                        "{\"s3\":{\"key\":[{\"suffix\":\".csv\"}]},\"$or\":[{\"a\":[1]},{\"b\":[{\"exists\":true}]}]}"));

        var wanted = "{\"s3\":{\"key\":\"x.csv\"},\"b\":0}";
        sns().publish(publish -> publish.topicArn(topic).message(wanted));
        sns().publish(p -> p.topicArn(topic).message("{\"s3\":{\"key\":\"x.csv\"},\"a\":2}"));
        sns().publish(p -> p.topicArn(topic).message("{\"s3\":{\"key\":\"x.zip\"},\"a\":1}"));
        sns().publish(publish -> publish.topicArn(topic).message("no JSON"));

        assertThat(receiveTexts(queue)).containsExactly(wanted);
    }

    @Test
    default void filtersByAListOfValues() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of("FilterPolicy", "{\"tags\":[\"b\"]}"));

        for (var tags : new String[] {"[\"a\",\"b\"]", "[\"a\"]"}) {
            var attributes = Map.of("tags", SnsFixture.attribute("String.Array", tags));
            sns().publish(
                            publish ->
                                    publish.topicArn(topic)
                                            .message(tags)
                                            .messageAttributes(attributes));
        }

        assertThat(receiveTexts(queue)).containsExactly("[\"a\",\"b\"]");
    }

    @Test
    default void keepsInTheDeadLetterQueueWhatAQueueCannotTake() {
        var topic = topic();
        var gone = queue();
        var deadLetters = queue();
        subscribe(
                topic,
                gone,
                Map.of(
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"%s\"}".formatted(queueArn(deadLetters))));
        sqs().deleteQueue(delete -> delete.queueUrl(gone));

        sns().publish(publish -> publish.topicArn(topic).message("undeliverable"));

        var dead = receive(deadLetters);
        assertThat(dead).hasSize(1);
        assertThat(SnsFixture.envelope(dead.getFirst()).requireText("Message"))
                .isEqualTo("undeliverable");
    }

    @Test
    default void keepsInTheDeadLetterQueueARawMessageOfElevenAttributes() {
        var topic = topic();
        var queue = queue();
        var deadLetters = queue();
        subscribe(
                topic,
                queue,
                Map.of(
                        "RawMessageDelivery",
                        "true",
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"%s\"}".formatted(queueArn(deadLetters))));
        var attributes =
                IntStream.range(0, 11)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        number -> "a" + number, _ -> SnsFixture.text("x")));

        sns().publish(
                        publish ->
                                publish.topicArn(topic)
                                        .message("too many")
                                        .messageAttributes(attributes));

        assertThat(receive(queue)).isEmpty();
        assertThat(receive(deadLetters)).hasSize(1);
    }
}
