package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** How long a received message is hidden, and how it is deleted. */
interface SqsVisibilityContract extends SqsFixture {

    @Test
    default void hidesAMessageInFlight() {
        var url = queue();
        send(url, "body");

        receive(url);

        assertThat(receive(url)).isEmpty();
        assertThat(depth(url)).containsExactly(0, 1, 0);
    }

    @Test
    default void showsAMessageAgainWhenItsVisibilityTimeoutPasses() {
        var url = queue(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1"));
        send(url, "again");
        receive(url);

        var messages = sqs().receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10)).messages();

        assertThat(bodies(messages)).containsExactly("again");
    }

    @Test
    default void showsAMessageAtOnceWhenTold() {
        var url = queue();
        send(url, "again");

        receiveAndShow(url);

        assertThat(bodies(receive(url))).containsExactly("again");
    }

    @Test
    default void hidesAMessageAsLongAsItsReceiverAsks() {
        var url = queue();
        send(url, "body");

        sqs().receiveMessage(r -> r.queueUrl(url).visibilityTimeout(0));

        assertThat(receive(url)).hasSize(1);
    }

    @Test
    default void refusesToChangeTheVisibilityOfAVisibleMessage() {
        var url = queue();
        send(url, "body");
        var message = receiveAndShow(url);

        assertThatThrownBy(() -> changeVisibility(url, message, 10))
                .isExactlyInstanceOf(refusal(MessageNotInflightException.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 43_201})
    default void refusesToHideSoLong(int seconds) {
        var url = queue();
        send(url, "body");
        var message = receive(url).getFirst();

        assertThatThrownBy(() -> changeVisibility(url, message, seconds))
                .isInstanceOf(SqsException.class);
    }

    @Test
    default void deletesAMessage() {
        var url = queue();
        send(url, "body");
        var message = receive(url).getFirst();

        delete(url, message);

        assertThat(depth(url)).containsExactly(0, 0, 0);
    }

    @Test
    default void acceptsADeleteOfWhatIsGone() {
        var url = queue();
        send(url, "body");
        var message = receive(url).getFirst();
        delete(url, message);

        assertThatCode(() -> delete(url, message)).doesNotThrowAnyException();
    }

    @Test
    default void deletesAMessageWhoseVisibilityTimeoutHasPassed() {
        var url = queue();
        send(url, "body");

        delete(url, receiveAndShow(url));

        assertThat(depth(url)).containsExactly(0, 0, 0);
    }

    @Test
    default void acceptsASupersededReceiptQuietly() {
        var url = queue();
        send(url, "body");
        var superseded = receiveAndShow(url);
        receive(url);

        assertThatCode(() -> delete(url, superseded)).doesNotThrowAnyException();
    }

    @Test
    default void refusesAReceiptThatIsNone() {
        var url = queue();

        assertThatThrownBy(
                        () -> sqs().deleteMessage(d -> d.queueUrl(url).receiptHandle("nonsense")))
                .isExactlyInstanceOf(refusal(ReceiptHandleIsInvalidException.class));
    }
}
