package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.Faults;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.SnsException;

/** Subscribers by HTTP, which have to agree first and may be out of reach. */
class HttpSubscriberTest extends LocalSnsFixture {

    /** Two attempts more, without waiting. */
    private static final String IMPATIENT =
            "{\"healthyRetryPolicy\":{\"numRetries\":2,\"numNoDelayRetries\":2,\"minDelayTarget\":1,\"maxDelayTarget\":1}}";

    private final Subscriber subscriber = new Subscriber();

    @AfterEach
    void closeSubscriber() {
        subscriber.close();
    }

    private void confirm(Subscriber.Post post) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var url = URI.create(post.json().requireText("SubscribeURL"));
            var answer =
                    http.send(
                            HttpRequest.newBuilder(url).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void asksAnHttpSubscriberBeforeItDelivers() throws Exception {
        var hidden =
                sns.subscribe(s -> s.topicArn(TOPIC).protocol("http").endpoint(subscriber.url()));
        assertThat(hidden.subscriptionArn()).isEqualTo("pending confirmation");
        var question = subscriber.take();
        assertThat(question.header("X-amz-sns-message-type")).isEqualTo("SubscriptionConfirmation");
        assertThat(question.json().requireText("Type")).isEqualTo("SubscriptionConfirmation");
        sns.publish(publish -> publish.topicArn(TOPIC).message("too early"));

        var subscription =
                sns.confirmSubscription(
                                c -> c.topicArn(TOPIC).token(question.json().requireText("Token")))
                        .subscriptionArn();
        sns.publish(publish -> publish.topicArn(TOPIC).message("text").subject("Subject"));

        var post = subscriber.take();
        assertThat(post.header("X-amz-sns-message-type")).isEqualTo("Notification");
        assertThat(post.header("X-amz-sns-topic-arn")).isEqualTo(TOPIC);
        assertThat(post.header("X-amz-sns-subscription-arn")).isEqualTo(subscription);
        assertThat(post.header("Content-type")).isEqualTo("text/plain; charset=UTF-8");
        assertThat(post.json().requireText("Message")).isEqualTo("text");
    }

    @Test
    void deliversRawByHttp() throws Exception {
        subscribe("http", subscriber.url(), Map.of("RawMessageDelivery", "true"));
        confirm(subscriber.take());

        sns.publish(publish -> publish.topicArn(TOPIC).message("raw"));

        var post = subscriber.take();
        assertThat(post.body()).isEqualTo("raw");
        assertThat(post.header("X-amz-sns-rawdelivery")).isEqualTo("true");
    }

    @Test
    void refusesAWrongToken() {
        assertThatThrownBy(() -> sns.confirmSubscription(c -> c.topicArn(TOPIC).token("wrong")))
                .isInstanceOf(SnsException.class)
                .hasMessageContaining("Invalid token");
    }

    @ParameterizedTest
    @CsvSource({"500, 3", "503, 3", "429, 3", "404, 1", "400, 1"})
    void triesAgainWhereThatMayHelpAndThenGivesUp(int status, int attempts) throws Exception {
        subscribe(
                "http",
                subscriber.url(),
                Map.of("DeliveryPolicy", IMPATIENT, "RedrivePolicy", REDRIVE));
        confirm(subscriber.take());
        await(topics::isIdle);
        for (int attempt = 0; attempt < 3; attempt++) {
            subscriber.answers.add(status);
        }

        sns.publish(publish -> publish.topicArn(TOPIC).message("text"));

        await(topics::isIdle);
        assertThat(subscriber.posts).hasSize(attempts);
        assertThat(visible("dead")).isEqualTo(1);
    }

    @Test
    void reachesASubscriberThatRecovers() throws Exception {
        subscribe("http", subscriber.url(), Map.of("DeliveryPolicy", IMPATIENT));
        confirm(subscriber.take());
        await(topics::isIdle);
        subscriber.answers.add(503);

        sns.publish(publish -> publish.topicArn(TOPIC).message("text"));

        await(topics::isIdle);
        assertThat(subscriber.posts).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"healthyRetryPolicy\":{\"numRetries\":101}}",
                "{\"healthyRetryPolicy\":{\"numRetries\":1,\"numNoDelayRetries\":2}}",
                "{\"healthyRetryPolicy\":{\"minDelayTarget\":30,\"maxDelayTarget\":20}}",
                "{\"healthyRetryPolicy\":{\"minDelayTarget\":0}}",
                "{\"healthyRetryPolicy\":1}",
                "nonsense"
            })
    void refusesOddDeliveryPolicies(String policy) {
        assertThatThrownBy(
                        () -> subscribe("http", subscriber.url(), Map.of("DeliveryPolicy", policy)))
                .isInstanceOf(SnsException.class)
                .hasMessageContaining("DeliveryPolicy");
    }

    @Test
    void goesOnTryingAnHttpSubscriberAfterAKill() throws Exception {
        var slow =
                "{\"healthyRetryPolicy\":{\"numRetries\":1,\"minDelayTarget\":3600,\"maxDelayTarget\":3600}}";
        subscribe("http", subscriber.url(), Map.of("DeliveryPolicy", slow));
        confirm(subscriber.take());
        subscriber.answers.add(503);
        sns.publish(publish -> publish.topicArn(TOPIC).message("text"));
        subscriber.take();
        stop();

        start(Faults.none());

        assertThat(subscriber.take().json().requireText("Message")).isEqualTo("text");
        await(topics::isIdle);
    }
}
