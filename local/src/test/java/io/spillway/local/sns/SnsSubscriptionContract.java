package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Who gets a topic's messages. */
interface SnsSubscriptionContract extends SnsFixture {

    @Test
    default void answersTheSameArnForTheSameSubscription() {
        var topic = topic();
        var queue = queue();

        var subscription = subscribe(topic, queue, Map.of());

        assertThat(subscription).startsWith(topic + ":");
        assertThat(subscribe(topic, queue, Map.of())).isEqualTo(subscription);
    }

    @Test
    default void listsSubscriptions() {
        var topic = topic();
        var queue = queue();
        var subscription = subscribe(topic, queue, Map.of());
        subscribe(topic(), queue, Map.of());

        var listed = sns().listSubscriptionsByTopic(list -> list.topicArn(topic)).subscriptions();

        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst())
                .extracting(
                        Subscription::subscriptionArn,
                        Subscription::topicArn,
                        Subscription::protocol,
                        Subscription::endpoint)
                .containsExactly(subscription, topic, "sqs", queueArn(queue));
        assertThat(sns().listSubscriptionsPaginator().subscriptions()).contains(listed.getFirst());
    }

    @Test
    default void keepsSubscriptionAttributes() {
        var subscription = subscribe(topic(), queue(), Map.of("RawMessageDelivery", "true"));

        sns().setSubscriptionAttributes(
                        set ->
                                set.subscriptionArn(subscription)
                                        .attributeName("FilterPolicy")
                                        .attributeValue("{\"a\":[\"b\"]}"));

        assertThat(subscriptionAttributes(subscription))
                .containsEntry("RawMessageDelivery", "true")
                .containsEntry("FilterPolicy", "{\"a\":[\"b\"]}")
                .containsEntry("FilterPolicyScope", "MessageAttributes")
                .containsEntry("PendingConfirmation", "false")
                .containsEntry("Protocol", "sqs")
                .containsKeys("Owner", "Endpoint", "TopicArn", "SubscriptionArn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Colour|red",
                "RawMessageDelivery|perhaps",
                "FilterPolicyScope|Everywhere",
                "FilterPolicy|{\"a\":\"b\"}",
                "FilterPolicy|{\"a\":[{\"like\":\"b\"}]}",
                "FilterPolicy|{\"a\":{\"b\":[\"c\"]}}",
                "FilterPolicy|{\"a\":[{\"numeric\":[\">\"]}]}",
                "FilterPolicy|not json",
                "RedrivePolicy|{\"deadLetterTargetArn\":\"nowhere\"}",
            })
    default void refusesOddSubscriptionAttributes(String name, String value) {
        var subscription = subscribe(topic(), queue(), Map.of());

        assertThatThrownBy(
                        () ->
                                sns().setSubscriptionAttributes(
                                                set ->
                                                        set.subscriptionArn(subscription)
                                                                .attributeName(name)
                                                                .attributeValue(value)))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void refusesToSubscribeToATopicThatIsNotThere() {
        var topic = topic() + "-nowhere";
        var queue = queue();

        assertThatThrownBy(() -> subscribe(topic, queue, Map.of()))
                .isExactlyInstanceOf(refusal(NotFoundException.class));
    }

    @Test
    default void refusesToSubscribeAgainWithOtherAttributes() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of());

        assertThatThrownBy(() -> subscribe(topic, queue, Map.of("RawMessageDelivery", "true")))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @ParameterizedTest
    @CsvSource({"carrier-pigeon, home", "http, https://example.org/", "sqs, http://example.org/"})
    default void refusesOddEndpoints(String protocol, String endpoint) {
        var topic = topic();

        assertThatThrownBy(
                        () ->
                                sns().subscribe(
                                                s ->
                                                        s.topicArn(topic)
                                                                .protocol(protocol)
                                                                .endpoint(endpoint)))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void deliversNothingMoreAfterUnsubscribing() {
        var topic = topic();
        var queue = queue();
        var subscription = subscribe(topic, queue, Map.of());

        sns().unsubscribe(unsubscribe -> unsubscribe.subscriptionArn(subscription));
        sns().publish(publish -> publish.topicArn(topic).message("unheard"));

        assertThat(receive(queue)).isEmpty();
        assertThatCode(() -> sns().unsubscribe(u -> u.subscriptionArn(subscription)))
                .doesNotThrowAnyException();
    }
}
