package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Messages that nobody can process. */
interface SqsDeadLetterContract extends SqsFixture {

    default String queueWithDeadLetters(String deadLetters, int maxReceiveCount) {
        return queue(
                Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
                                .formatted(arn(deadLetters), maxReceiveCount)));
    }

    @Test
    default void givesUpAMessageReceivedTooOften() {
        var deadLetters = queue();
        var url = queueWithDeadLetters(deadLetters, 2);
        var id = send(url, "poison");
        receiveAndShow(url);
        receiveAndShow(url);

        assertThat(receive(url)).isEmpty();

        var dead = sqs().receiveMessage(r -> r.queueUrl(deadLetters).waitTimeSeconds(5)).messages();
        assertThat(dead).extracting(Message::messageId).containsExactly(id);
        assertThat(depth(url)).containsExactly(0, 0, 0);
    }

    @Test
    default void refusesADeadLetterQueueThatIsNotThere() {
        var there = queue();
        var nowhere = arn(there) + "-nowhere";

        assertThatThrownBy(
                        () ->
                                queue(
                                        Map.of(
                                                QueueAttributeName.REDRIVE_POLICY,
                                                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}"
                                                        .formatted(nowhere))))
                .isInstanceOf(SqsException.class);
    }

    @Test
    default void movesDeadLettersBackWhereTheyCameFrom() {
        var deadLetters = queue();
        var url = queueWithDeadLetters(deadLetters, 1);
        send(url, "poison");
        receiveAndShow(url);
        receive(url);

        sqs().startMessageMoveTask(start -> start.sourceArn(arn(deadLetters)));

        var back = sqs().receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10)).messages();
        assertThat(bodies(back)).containsExactly("poison");
        assertThat(sqs().listMessageMoveTasks(list -> list.sourceArn(arn(deadLetters))).results())
                .hasSize(1)
                .allMatch(task -> task.approximateNumberOfMessagesMoved() == 1);
    }
}
