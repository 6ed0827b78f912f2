package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Messages: sent, waited for, received. */
interface SqsMessageContract extends SqsFixture {

    @Test
    default void handsOutWhatWasSent() {
        var url = queue();
        var attributes =
                Map.of(
                        "text", text("Grüße"),
                        "number",
                                MessageAttributeValue.builder()
                                        .dataType("Number")
                                        .stringValue("-1.5e3")
                                        .build(),
                        "labelled",
                                MessageAttributeValue.builder()
                                        .dataType("String.Colour")
                                        .stringValue("red")
                                        .build(),
                        "bytes",
                                MessageAttributeValue.builder()
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 7}))
                                        .build());

        var id =
                sqs().sendMessage(
                                send ->
                                        send.queueUrl(url)
                                                .messageBody("Tiếng Việt \n\t\r <&> 😀")
                                                .messageAttributes(attributes))
                        .messageId();

        var message = receive(url).getFirst();
        assertThat(message.messageId()).isEqualTo(id);
        assertThat(message.body()).isEqualTo("Tiếng Việt \n\t\r <&> 😀");
        assertThat(message.messageAttributes()).isEqualTo(attributes);
    }

    static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    @Test
    default void handsOutOnlyTheAttributesAskedFor() {
        var url = queue();
        sqs().sendMessage(
                        send ->
                                send.queueUrl(url)
                                        .messageBody("body")
                                        .messageAttributes(
                                                Map.of(
                                                        "a.one", text("1"),
                                                        "a.two", text("2"),
                                                        "b", text("3"))));

        var message =
                sqs().receiveMessage(r -> r.queueUrl(url).messageAttributeNames("a.*"))
                        .messages()
                        .getFirst();

        assertThat(message.messageAttributes()).containsOnlyKeys("a.one", "a.two");
        assertThat(message.attributes()).isEmpty();
    }

    @Test
    default void tellsWhenAndHowOftenAMessageWasReceived() {
        var url = queue();
        var before = Instant.now().minusSeconds(1);
        send(url, "body");

        receiveAndShow(url);
        var attributes = receive(url).getFirst().attributes();

        assertThat(attributes)
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2")
                .containsKey(MessageSystemAttributeName.SENDER_ID);
        assertThat(
                        Stream.of(
                                        MessageSystemAttributeName.SENT_TIMESTAMP,
                                        MessageSystemAttributeName
                                                .APPROXIMATE_FIRST_RECEIVE_TIMESTAMP)
                                .map(attributes::get)
                                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis))))
                .allMatch(at -> at.isAfter(before) && at.isBefore(Instant.now().plusSeconds(1)));
    }

    @Test
    default void handsOutSeveralMessagesAtOnce() {
        var url = queue();
        IntStream.range(0, 12).forEach(number -> send(url, "message " + number));

        assertThat(receive(url, 10)).hasSize(10);
        assertThat(receive(url, 10)).hasSize(2);
        assertThat(receive(url, 10)).isEmpty();
    }

    @Test
    default void waitsForTheFirstMessage() throws Exception {
        var url = queue();
        var waiting =
                CompletableFuture.supplyAsync(
                        () ->
                                sqs().receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20))
                                        .messages());

        send(url, "at last");

        assertThat(bodies(waiting.get(10, TimeUnit.SECONDS))).containsExactly("at last");
    }

    @Test
    default void answersWithNothingWhenNothingComesInTime() {
        var url = queue();
        long start = System.nanoTime();

        var messages = sqs().receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(1)).messages();

        assertThat(messages).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(19));
    }

    @Test
    default void takesAMessageOfOneMebibyteAndNotAByteMore() {
        var url = queue();
        var largest = "x".repeat(1_048_576 - 4 - 6 - 5);

        sqs().sendMessage(
                        send ->
                                send.queueUrl(url)
                                        .messageBody(largest)
                                        .messageAttributes(Map.of("name", text("value"))));

        assertThat(receive(url).getFirst().body()).hasSize(largest.length());
        assertThatThrownBy(() -> send(url, "x".repeat(1_048_576 + 1)))
                .isInstanceOf(SqsException.class);
    }

    @Test
    default void holdsMessagesToTheQueuesOwnLimit() {
        var url = queue(Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1024"));

        send(url, "x".repeat(1024));

        assertThatThrownBy(() -> send(url, "x".repeat(1025))).isInstanceOf(SqsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0001b", "\u001f", "\ufffe", "\uffff"})
    default void refusesCharactersThatXmlCantHold(String body) {
        var url = queue();

        assertThatThrownBy(() -> send(url, body))
                .isExactlyInstanceOf(refusal(InvalidMessageContentsException.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    default void refusesToHandOutSoMany(int most) {
        var url = queue();

        assertThatThrownBy(() -> receive(url, most)).isInstanceOf(SqsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 21})
    default void refusesToWaitSoLong(int seconds) {
        var url = queue();

        assertThatThrownBy(
                        () -> sqs().receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(seconds)))
                .isInstanceOf(SqsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 901})
    default void refusesToDelaySoLong(int seconds) {
        var url = queue();

        assertThatThrownBy(
                        () ->
                                sqs().sendMessage(
                                                send ->
                                                        send.queueUrl(url)
                                                                .messageBody("body")
                                                                .delaySeconds(seconds)))
                .isInstanceOf(SqsException.class);
    }

    @Test
    default void holdsADelayedMessageBack() {
        var url = queue(Map.of(QueueAttributeName.DELAY_SECONDS, "900"));

        send(url, "as the queue says");
        sqs().sendMessage(send -> send.queueUrl(url).messageBody("at once").delaySeconds(0));

        assertThat(depth(url)).containsExactly(1, 0, 1);
        assertThat(bodies(receive(url))).containsExactly("at once");
    }
}
