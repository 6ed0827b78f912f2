package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** Several messages in one request. */
interface SqsBatchContract extends SqsFixture {

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }

    @Test
    default void takesEachEntryOfABatchByItself() {
        var url = queue();

        var answer =
                sqs().sendMessageBatch(
                                send ->
                                        send.queueUrl(url)
                                                .entries(
                                                        entry("good", "a"),
                                                        entry("bad", "\u0001"),
                                                        entry("fine", "b")));

        assertThat(answer.successful()).extracting(one -> one.id()).containsExactly("good", "fine");
        assertThat(answer.failed())
                .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::senderFault)
                .containsExactly(tuple("bad", true));
        assertThat(bodies(receive(url))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    default void deletesAndHidesInBatches() {
        var url = queue();
        send(url, "a");
        send(url, "b");
        var messages = receive(url);

        var show =
                ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id("show")
                        .receiptHandle(messages.get(0).receiptHandle())
                        .visibilityTimeout(0)
                        .build();
        var shown = sqs().changeMessageVisibilityBatch(c -> c.queueUrl(url).entries(show));
        var deleted =
                sqs().deleteMessageBatch(
                                delete ->
                                        delete.queueUrl(url)
                                                .entries(
                                                        deletion(
                                                                "done",
                                                                messages.get(1).receiptHandle()),
                                                        deletion("bad", "nonsense")));

        assertThat(shown.successful()).extracting(one -> one.id()).containsExactly("show");
        assertThat(deleted.successful()).extracting(one -> one.id()).containsExactly("done");
        assertThat(deleted.failed()).extracting(one -> one.id()).containsExactly("bad");
        assertThat(depth(url)).containsExactly(1, 0, 0);
    }

    /** The entry that deletes a message, by its id. */
    static DeleteMessageBatchRequestEntry deletion(Message message) {
        return deletion(message.messageId(), message.receiptHandle());
    }

    private static DeleteMessageBatchRequestEntry deletion(String id, String receiptHandle) {
        return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(receiptHandle).build();
    }

    private void assertRefused(
            Class<? extends SqsException> refusal, SendMessageBatchRequestEntry... entries) {
        var url = queue();

        assertThatThrownBy(() -> sqs().sendMessageBatch(s -> s.queueUrl(url).entries(entries)))
                .isExactlyInstanceOf(refusal(refusal));
        assertThat(depth(url)).containsExactly(0, 0, 0);
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
                        .mapToObj(number -> entry("entry" + number, "body"))
                        .toArray(SendMessageBatchRequestEntry[]::new));
    }

    @Test
    default void refusesEntriesOfOneId() {
        assertRefused(
                BatchEntryIdsNotDistinctException.class, entry("same", "a"), entry("same", "b"));
    }

    @Test
    default void refusesAnOddId() {
        assertRefused(InvalidBatchEntryIdException.class, entry("a b", "body"));
    }

    @Test
    default void refusesMoreThanOneMebibyteInAll() {
        var half = "x".repeat(1_048_576 / 2 + 1);

        assertRefused(BatchRequestTooLongException.class, entry("a", half), entry("b", half));
    }
}
