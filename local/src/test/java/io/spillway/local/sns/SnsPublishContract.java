package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;

/** What a topic takes. */
interface SnsPublishContract extends SnsFixture {

    static PublishBatchRequestEntry entry(String id, String message) {
        return PublishBatchRequestEntry.builder().id(id).message(message).build();
    }

    @Test
    default void takesAMessageOf256KibibytesAndNotAByteMore() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of("RawMessageDelivery", "true"));

        sns().publish(publish -> publish.topicArn(topic).message("x".repeat(262_144)));

        assertThat(receive(queue).getFirst().body()).hasSize(262_144);
        assertThatThrownBy(() -> sns().publish(p -> p.topicArn(topic).message("x".repeat(262_145))))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void takesAsMuchAsTheTopicSays() {
        var topic = topic();
        sns().setTopicAttributes(
                        set ->
                                set.topicArn(topic)
                                        .attributeName("MaximumMessageSize")
                                        .attributeValue("1048576"));

        assertThat(sns().publish(p -> p.topicArn(topic).message("x".repeat(1_048_576))).messageId())
                .isNotEmpty();
    }

    @Test
    default void refusesAnEmptyMessage() {
        var topic = topic();

        assertThatThrownBy(() -> sns().publish(publish -> publish.topicArn(topic).message("")))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "bell\u0007"})
    default void refusesOddSubjects(String subject) {
        var topic = topic();

        assertThatThrownBy(
                        () ->
                                sns().publish(
                                                p ->
                                                        p.topicArn(topic)
                                                                .message("text")
                                                                .subject(subject)))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void refusesALongSubject() {
        refusesOddSubjects("x".repeat(101));
    }

    @ParameterizedTest
    @CsvSource({"String, ''", "Number, twelve", "Colour, red"})
    default void refusesOddAttributes(String type, String value) {
        var topic = topic();
        var attributes = Map.of("name", SnsFixture.attribute(type, value));

        assertThatThrownBy(
                        () ->
                                sns().publish(
                                                publish ->
                                                        publish.topicArn(topic)
                                                                .message("text")
                                                                .messageAttributes(attributes)))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void sendsEachProtocolItsOwnText() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of("RawMessageDelivery", "true"));

        sns().publish(
                        publish ->
                                publish.topicArn(topic)
                                        .messageStructure("json")
                                        .message(
                                                "{\"default\":\"for all\",\"sqs\":\"for queues\"}"));

        assertThat(receive(queue).getFirst().body()).isEqualTo("for queues");
    }

    @Test
    default void wantsATextForOtherProtocols() {
        var topic = topic();

        assertThatThrownBy(
                        () ->
                                sns().publish(
                                                publish ->
                                                        publish.topicArn(topic)
                                                                .messageStructure("json")
                                                                .message("{\"sqs\":\"text\"}")))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void takesEachEntryOfABatchByItself() {
        var topic = topic();
        var queue = queue();
        subscribe(topic, queue, Map.of());
        var bad =
                PublishBatchRequestEntry.builder()
                        .id("bad")
                        .message("text")
                        .messageAttributes(Map.of("n", SnsFixture.attribute("Number", "twelve")))
                        .build();

        var answer =
                sns().publishBatch(
                                p ->
                                        p.topicArn(topic)
                                                .publishBatchRequestEntries(
                                                        entry("good", "a"),
                                                        bad,
                                                        entry("fine", "b")));

        assertThat(answer.successful()).extracting(one -> one.id()).containsExactly("good", "fine");
        assertThat(answer.failed()).extracting(BatchResultErrorEntry::id).containsExactly("bad");
        assertThat(receiveTexts(queue)).containsExactlyInAnyOrder("a", "b");
    }

    private void assertRefused(
            Class<? extends SnsException> refusal, PublishBatchRequestEntry... entries) {
        var topic = topic();

        assertThatThrownBy(
                        () ->
                                sns().publishBatch(
                                                p ->
                                                        p.topicArn(topic)
                                                                .publishBatchRequestEntries(
                                                                        entries)))
                .isExactlyInstanceOf(refusal(refusal));
    }

    @Test
    default void refusesAnEmptyBatch() {
        assertRefused(EmptyBatchRequestException.class);
    }

    @Test
    default void refusesElevenEntries() {
        assertRefused(
                TooManyEntriesInBatchRequestException.class,
                IntStream.range(0, 11)
                        .mapToObj(number -> entry("entry" + number, "text"))
                        .toArray(PublishBatchRequestEntry[]::new));
    }

    @Test
    default void refusesEntriesOfOneId() {
        assertRefused(
                BatchEntryIdsNotDistinctException.class, entry("same", "a"), entry("same", "b"));
    }

    @Test
    default void refusesAnOddEntryId() {
        assertRefused(InvalidBatchEntryIdException.class, entry("a b", "text"));
    }

    @Test
    default void refusesABatchOverTheTopicsLimit() {
        var half = "x".repeat(262_144 / 2 + 1);

        assertRefused(BatchRequestTooLongException.class, entry("a", half), entry("b", half));
    }

    @Test
    default void refusesAnOperationOnATopicOfAnotherAccount() {
        assertThatThrownBy(
                        () ->
                                sns().publish(
                                                publish ->
                                                        publish.topicArn(
                                                                        "arn:aws:sns:us-east-1:999999999999:topic")
                                                                .message("text")))
                .isInstanceOf(SnsException.class);
    }
}
