package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.sqs.QueueDepth;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Tag;

/** What only our own SNS does: outliving a kill, misbehaving on purpose. */
class LocalSnsTest extends LocalSnsFixture {

    // Kills

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsEverythingAgainAfterAKill(boolean compacted) throws Exception {
        var label = Tag.builder().key("a").value("b").build();
        sns.tagResource(tag -> tag.resourceArn(TOPIC).tags(label));
        var subscription =
                subscribe(
                        "sqs",
                        QUEUE,
                        Map.of("RawMessageDelivery", "true", "FilterPolicy", "{\"a\":[\"b\"]}"));
        var attributes = sns.getSubscriptionAttributes(g -> g.subscriptionArn(subscription));
        var gone = subscribe("sqs", QUEUE.replace("queue", "dead"), Map.of());
        sns.unsubscribe(unsubscribe -> unsubscribe.subscriptionArn(gone));
        sns.createTopic(create -> create.name("gone"));
        sns.deleteTopic(delete -> delete.topicArn(TOPIC.replace("topic", "gone")));

        if (compacted) {
            killCompactAndStart();
        } else {
            stop();
            start(Faults.none());
        }

        assertThat(sns.listTopics().topics()).hasSize(1);
        assertThat(sns.listSubscriptions().subscriptions()).hasSize(1);
        assertThat(sns.getSubscriptionAttributes(g -> g.subscriptionArn(subscription)).attributes())
                .isEqualTo(attributes.attributes());
        assertThat(sns.listTagsForResource(l -> l.resourceArn(TOPIC)).tags())
                .containsExactly(label);
        topics.publish(TOPIC, "Subject", "filtered away");
        assertThat(visible("queue")).isZero();
    }

    @Test
    void deliversAfterAKillWhatWasPublishedBefore() throws Exception {
        subscribe("sqs", QUEUE, Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.DELAY, 1.0)));
        topics.publish(TOPIC, "Subject", "promised");
        assertThat(topics.isIdle()).isFalse();
        stop();

        start(Faults.none());

        await(topics::isIdle);
        assertThat(queues.depth("queue")).isEqualTo(new QueueDepth(1, 0, 0));
        stop();
        start(Faults.none());
        assertThat(topics.isIdle()).as("once it is delivered").isTrue();
        assertThat(visible("queue")).isEqualTo(1);
    }

    @Test
    void deliversAgainWhatMayHaveBeenLostInAKill() throws Exception {
        var subscription = subscribe("sqs", QUEUE, Map.of());
        topics.publish(TOPIC, "Subject", "perhaps");
        var cut = new ArrayList<String>();
        stop();
        for (var line : Files.readAllLines(directory.resolve("journal.jsonl"))) {
            if (!line.contains("\"settled\"")) {
                cut.add(line);
            }
        }
        Files.write(directory.resolve("journal.jsonl"), cut);

        start(Faults.none());

        await(topics::isIdle);
        assertThat(visible("queue")).as(subscription).isEqualTo(2);
    }

    // In process

    @Test
    void publishesForOtherStandIns() {
        subscribe("sqs", QUEUE, Map.of());

        topics.publish(TOPIC, "Amazon S3 Notification", "{\"Records\":[]}");

        assertThat(visible("queue")).isEqualTo(1);
        assertThat(topics.isIdle()).isTrue();
    }

    @Test
    void refusesToPublishToATopicThatIsNotThere() {
        assertThatThrownBy(() -> topics.publish(TOPIC + "s", "Subject", "text"))
                .isInstanceOfSatisfying(
                        SnsError.class,
                        e -> assertThat(e.code()).isEqualTo(SnsError.Code.NOT_FOUND))
                .hasMessage(
                        "Topic does not exist: %ss. Create it, or check the ARN.".formatted(TOPIC));
    }

    @Test
    void leavesAFailedDeliveryWithItsReasonInTheDeadLetterQueue() {
        subscribe(
                "sqs",
                QUEUE + "-gone",
                Map.of("RedrivePolicy", REDRIVE, "RawMessageDelivery", "true"));

        topics.publish(TOPIC, "Subject", "text");

        var dead =
                sqs.receiveMessage(
                                r ->
                                        r.queueUrl(queues.endpoint() + "/000000000000/dead")
                                                .messageAttributeNames("All"))
                        .messages()
                        .getFirst();
        assertThat(dead.body()).isEqualTo("text");
        assertThat(dead.messageAttributes().get("ErrorCode").stringValue())
                .isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
        assertThat(dead.messageAttributes()).containsKeys("ErrorMessage", "RequestID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no list", "{}", "[[]]", "[{}]"})
    void refusesAListAttributeThatIsNone(String value) {
        var attribute = MessageAttributeValue.builder().dataType("String.Array").stringValue(value);
        var attributes = Map.of("name", attribute.build());

        assertThatThrownBy(
                        () ->
                                sns.publish(
                                        publish ->
                                                publish.topicArn(TOPIC)
                                                        .message("text")
                                                        .messageAttributes(attributes)))
                .isInstanceOf(SnsException.class)
                .hasMessageContaining(
                        "The message attribute 'name': has a value that isn't of its type 'String.Array'");
    }

    // Faults

    @Test
    void deliversTwiceByFault() throws Exception {
        subscribe("sqs", QUEUE, Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.DUPLICATE, 1.0)));

        topics.publish(TOPIC, "Subject", "twice");

        assertThat(visible("queue")).isEqualTo(2);
    }

    @Test
    void deliversLateByFault() throws Exception {
        subscribe("sqs", QUEUE, Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.DELAY, 1.0)));

        topics.publish(TOPIC, "Subject", "late");

        assertThat(topics.isIdle()).isFalse();
        await(topics::isIdle);
        assertThat(visible("queue")).isEqualTo(1);
    }

    @Test
    void refusesARequestByFaultBeforeItHasAnyEffect() throws Exception {
        subscribe("sqs", QUEUE, Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.THROTTLE, 1.0)));

        assertThatThrownBy(() -> sns.publish(publish -> publish.topicArn(TOPIC).message("text")))
                .isInstanceOfSatisfying(
                        SnsException.class, e -> assertThat(e.isThrottlingException()).isTrue());
        assertThat(visible("queue")).isZero();
    }

    @Test
    void losesTheAnswerByFaultButDelivers() throws Exception {
        subscribe("sqs", QUEUE, Map.of());
        stop();
        start(Faults.seeded(1, Map.of(FaultKind.LOST_RESPONSE, 1.0)));

        assertThatThrownBy(() -> sns.publish(publish -> publish.topicArn(TOPIC).message("text")))
                .isInstanceOf(SdkClientException.class);
        assertThat(visible("queue")).as("one per attempt").isPositive();
    }

    // The protocol

    @Test
    void saysWhichOperationItLacks() {
        assertThatThrownBy(() -> sns.listPlatformApplications())
                .isInstanceOf(SnsException.class)
                .hasMessageContaining("This stand-in has no operation ListPlatformApplications.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Action=", "Action=Publish", "Action=Publish&TopicArn=%ZZ", "&&=&"})
    void answersEveryBodyWithAnErrorOfAws(String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(topics.endpoint())
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("<ErrorResponse").contains("<Type>Sender</Type>");
        }
    }

    @Test
    void escapesWhatItQuotes() {
        var name = "a<b>&\"c\u0001";

        assertThatThrownBy(() -> sns.createTopic(create -> create.name(name)))
                .isInstanceOf(SnsException.class)
                .hasMessageContaining("a<b>&\"c\ufffd");
    }
}
